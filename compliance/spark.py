"""The row function on Apache Spark: findings of a DataFrame of adverts, and a job that reads and writes Parquet.

    from compliance.spark import screen_frame
    findings = screen_frame(frame, text_column="text", id_column="id")

    python -m compliance.spark IN OUT --master spark://HOST:7077      # or examples/spark_job.py with spark-submit

Each Python worker of an executor loads the rules once, from its own installation, and refuses rules
that are not the driver's. Ids and texts that a row cannot be screened for are documents with an
error; a text that kills its Python worker makes Spark try the task again and, at last, fail the job.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Sequence

from compliance.bulk.arrow import schema
from compliance.config import Config
from compliance.errors import ComplianceError, UsageError
from compliance.rows import DOCUMENTS, FINDINGS, RowScreener, row_screener

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SPARK_TYPES = {"string": "string", "integer": "bigint", "boolean": "boolean", "strings": "array<string>"}
_NESTED = "found"
"""the column that carries the findings of a document until they become rows"""
_BATCH = 256
"""rows to a batch that goes back to Spark: findings are several times as large as the texts"""


def _ddl(columns: Iterable[Any], between: str = " ") -> str:
    return ", ".join(f"`{each.name}`{between}{_SPARK_TYPES[each.kind]}" for each in columns)


DOCUMENT_SCHEMA = _ddl(DOCUMENTS)
"""the declared schema of documents, as Spark writes schemas"""
FINDING_SCHEMA = _ddl(FINDINGS)
"""the declared schema of findings"""
_BOTH = f"{DOCUMENT_SCHEMA}, `{_NESTED}` array<struct<{_ddl(FINDINGS, ': ')}>>"


def screen_frame(frame: DataFrame, text_column: str = "text", id_column: str = "id", *, config: Config | None = None, extension: str = ".txt") -> DataFrame:
    """The findings of a frame of adverts, one a row, with the schema FINDING_SCHEMA. Raises PackError and UsageError before anything runs."""
    return findings_of(screen_documents(frame, text_column, id_column, config=config, extension=extension))


def screen_documents(frame: DataFrame, text_column: str = "text", id_column: str = "id", *, config: Config | None = None, extension: str = ".txt") -> DataFrame:
    """The documents of a frame of adverts, each with its findings beside it: `documents_of` and `findings_of` part them."""
    from pyspark.sql.functions import col

    for name in (text_column, id_column):
        if name not in frame.columns:
            raise UsageError(f"the frame has no column {name!r}; it has {', '.join(frame.columns)}")
    screener = row_screener(config or Config(), extension)
    pairs = frame.select(col(id_column).cast("string").alias("id"), col(text_column).cast("string").alias("text"))
    return pairs.mapInArrow(_Batches(screener), _BOTH)


def documents_of(screened: DataFrame) -> DataFrame:
    """The documents of a screened frame, with the schema DOCUMENT_SCHEMA."""
    return screened.drop(_NESTED)


def findings_of(screened: DataFrame) -> DataFrame:
    """The findings of a screened frame, with the schema FINDING_SCHEMA."""
    from pyspark.sql.functions import col, explode

    return screened.select(explode(col(_NESTED)).alias("one")).select("one.*")


class _Batches:
    """Arrow batches of ids and texts to batches of documents; sent to the executors by value."""

    def __init__(self, screener: RowScreener) -> None:
        self._screener = screener

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        declared = schema(DOCUMENTS).append(pa.field(_NESTED, pa.list_(pa.struct(list(schema(FINDINGS))))))
        for batch in batches:
            for start in range(0, batch.num_rows, _BATCH):
                few = batch.slice(start, _BATCH)
                rows = [self._row(key, text) for key, text in zip(few.column("id").to_pylist(), few.column("text").to_pylist())]
                yield pa.RecordBatch.from_pylist(rows, schema=declared)

    def _row(self, key: str | None, text: str | None) -> dict[str, Any]:
        document, findings = self._screener(key or "", text)
        return {**document, _NESTED: findings}


def run(source: str, target: str, options: argparse.Namespace) -> None:
    """Screen the Parquet at `source` into `target`/documents and `target`/findings."""
    from pyspark import StorageLevel
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("compliance")
    session = (builder.master(options.master) if options.master else builder).getOrCreate()
    try:
        frame = session.read.parquet(source)
        if options.partitions:
            frame = frame.repartition(options.partitions)
        config = Config(rules=tuple(options.rules), core=not options.no_core, jurisdictions=tuple(options.jurisdiction))
        # Both tables come of one screening; what an executor that dies had kept is screened again.
        screened = screen_documents(frame, options.text_column, options.id_column, config=config, extension=".html" if options.html else ".txt")
        screened = screened.persist(StorageLevel.DISK_ONLY)
        documents_of(screened).write.mode(options.mode).parquet(f"{target}/documents")
        findings_of(screened).write.mode(options.mode).parquet(f"{target}/findings")
    finally:
        session.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of the job; gives its exit code."""
    parser = argparse.ArgumentParser(prog="python -m compliance.spark", description="Screen Parquet adverts with Apache Spark.")
    parser.add_argument("source", metavar="IN", help="Parquet file or folder that the executors can read")
    parser.add_argument("target", metavar="OUT", help="folder for OUT/documents and OUT/findings")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--id-column", default="id")
    parser.add_argument("--html", action="store_true", help="the adverts are HTML, not plain text")
    parser.add_argument("--rules", action="append", default=[], metavar="PATH", help="further rules, at this path on every machine")
    parser.add_argument("--no-core", action="store_true", help="leave out the rules that ship with the tool")
    parser.add_argument("--jurisdiction", action="append", default=[], metavar="CODE")
    parser.add_argument("--partitions", type=int, default=0, metavar="N", help="spread the rows over N partitions first")
    parser.add_argument("--mode", choices=("error", "overwrite"), default="error", help="what to do where OUT exists")
    parser.add_argument("--master", default="", help="e.g. spark://HOST:7077 (default: that of spark-submit or of the configuration)")
    options = parser.parse_args(arguments)
    try:
        run(options.source, options.target, options)
    except ModuleNotFoundError as error:
        if error.name not in ("pyspark", "pandas", "pyarrow"):
            raise
        print(f"compliance: Spark needs an optional part of this tool ({error.name} is missing); type: pip install 'compliance[spark]'", file=sys.stderr)  # noqa: T201
        return 2
    except ComplianceError as error:
        print(f"compliance: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    from compliance import spark  # by its name: what is sent to executors must not belong to __main__

    sys.exit(spark.main())
