"""cloud-init's own search for a NoCloud seed: no-cloud.py DIST_PACKAGES SCRATCH

Looks where it would on a first boot: at the volumes of this machine, and at what the kernel's arguments in DEBUG_PROC_CMDLINE
say. Prints as JSON what it found. SCRATCH stands for /var/lib/cloud and /run.
"""

import hashlib
import json
import os
import sys

dist_packages, scratch = sys.argv[1:3]
sys.path.insert(0, dist_packages)

from cloudinit import helpers  # noqa: E402
from cloudinit.net import cmdline  # noqa: E402
from cloudinit.sources import DataSourceNoCloud as module  # noqa: E402


class Distro:
    name = "debian"
    fallback_interface = None


paths = helpers.Paths({"cloud_dir": os.path.join(scratch, "cloud"), "run_dir": os.path.join(scratch, "run")})
over_network = "ds=nocloud" in os.environ.get("DEBUG_PROC_CMDLINE", "")
source_class = module.DataSourceNoCloudNet if over_network else module.DataSourceNoCloud
source = source_class({}, Distro(), paths)


def as_bytes(data):
    return data if isinstance(data, bytes) else (data or "").encode()


found = source._get_data()
print(
    json.dumps(
        {
            "found": found,
            "seed": found and source.seed,
            "metaData": source.metadata,
            "userData": hashlib.sha256(as_bytes(source.userdata_raw)).hexdigest(),
            "vendorData": as_bytes(source.vendordata_raw).decode(),
            "networkConfig": found and source.network_config,
            "networkByArgument": cmdline.read_kernel_cmdline_config(os.environ.get("DEBUG_PROC_CMDLINE")),
        }
    )
)
