"""Runs parts of a real cloud-init on user-data: cloud-init.py DIST_PACKAGES USER_DATA ROOT

Sorts the user-data out as cloud-init does (it may be taken for an e-mail), writes its files into ROOT, and prints
the configuration without them, with the names it makes of it, as JSON.
"""

import encodings.idna  # before the change of root
import gzip
import json
import os
import sys

dist_packages, user_data, root = sys.argv[1:4]
sys.path.insert(0, dist_packages)

from cloudinit import user_data as processing  # noqa: E402
from cloudinit import util  # noqa: E402
from cloudinit.config import cc_write_files  # noqa: E402
from cloudinit.distros import ug_util  # noqa: E402


class NoPaths:
    def get_ipath_cur(self, name=None):
        return "/nonexistent"

    get_cpath = get_ipath = get_ipath_cur


class Distro:
    default_owner = "root:root"

    def get_default_user(self):
        return {"name": "debian", "lock_passwd": True, "shell": "/bin/bash"}


with open(user_data, "rb") as file:
    message = processing.UserDataProcessor(NoPaths()).process(file.read())
parts = [part for part in message.walk() if part.get_content_maintype() != "multipart"]
assert [part.get_content_type() for part in parts] == ["text/cloud-config"], [
    part.get_content_type() for part in parts
]
config = util.load_yaml(parts[0].get_payload(decode=True))
names = util.get_hostname_fqdn(config, None)
users, _ = ug_util.normalize_users_groups(config, Distro())
files = config.pop("write_files")
print(json.dumps({"config": config, "hostname": names[0], "fqdn": names[1], "users": users}))
sys.stdout.flush()
os.umask(0o022)
os.chroot(root)
cc_write_files.write_files("write_files", files, Distro.default_owner)
