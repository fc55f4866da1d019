"""The Spark job as a file, for spark-submit:

    spark-submit --master spark://HOST:7077 examples/spark_job.py IN OUT --text-column text --id-column id

`compliance[spark]` must be installed in the Python that PYSPARK_PYTHON names, on every machine.
"""

from __future__ import annotations

import sys

from compliance.spark import main

sys.exit(main())
