"""A real cloud-init on seed folders: cloud-init.py DIST_PACKAGES SCRATCH SEED...

Prints a JSON object a line: what its command `schema` says of the user-data, and what NoCloud finds in the folder. One
process for all of them, as Python takes longer to start than to judge. SCRATCH stands for /var/lib/cloud and /run.
"""

import contextlib
import io
import json
import os
import shutil
import sys

dist_packages, scratch, *seeds = sys.argv[1:]
sys.path.insert(0, dist_packages)

from cloudinit import helpers  # noqa: E402
from cloudinit.cmd.main import main  # noqa: E402
from cloudinit.sources.DataSourceNoCloud import DataSourceNoCloud  # noqa: E402


def schema(user_data):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(["cloud-init", "schema", "--config-file", user_data])
        except SystemExit as end:
            print(end)
    return said.getvalue()


def found(seed, place):
    shutil.copytree(seed, os.path.join(place, "cloud", "seed", "nocloud"))
    paths = helpers.Paths({"cloud_dir": os.path.join(place, "cloud"), "run_dir": os.path.join(place, "run")})
    source = DataSourceNoCloud({}, None, paths)
    assert source._get_data()
    return {"metaData": source.metadata, "networkConfig": source.network_config}


for number, seed in enumerate(seeds):
    answer = {"schema": schema(os.path.join(seed, "user-data"))}
    answer.update(found(seed, os.path.join(scratch, str(number))))
    print(json.dumps(answer))
