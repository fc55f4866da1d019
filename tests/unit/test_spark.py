"""The Spark module: what it declares, what it says where Spark is missing, and a real cluster that loses a worker."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from compliance import spark
from compliance.rows import DOCUMENTS, FINDINGS

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "tests" / "data" / "tiny"


def test_the_declared_schemas_have_every_column_of_the_row_function() -> None:
    for declared, columns in ((spark.DOCUMENT_SCHEMA, DOCUMENTS), (spark.FINDING_SCHEMA, FINDINGS)):
        assert [each.split("`")[1] for each in declared.split(", ")] == [each.name for each in columns]
    assert "`provisions` array<string>" in spark.FINDING_SCHEMA
    assert "`start` bigint" in spark.FINDING_SCHEMA


def test_without_spark_one_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("pyspark", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None)
    assert spark.main(["in.parquet", "out"]) == 2
    assert capsys.readouterr().err == "compliance: Spark needs an optional part of this tool (pyspark is missing); type: pip install 'compliance[spark]'\n"


@pytest.mark.cluster
@pytest.mark.skipif(find_spec("pyspark") is None or shutil.which("java") is None, reason="needs java and compliance[spark]")
def test_a_cluster_that_loses_a_worker_gives_the_rows_of_bulk() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "spark_cluster.py"), "--rules", str(TINY)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("the same, row for row") == 2
    assert "worker lost" in done.stdout
