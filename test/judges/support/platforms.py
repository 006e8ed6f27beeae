"""What a real cloud-init makes of user-data that a platform hands over: platforms.py DIST_PACKAGES PLATFORM FILE

Undoes what the platform's data source undoes, by the data source's own code, sorts the parts out, and writes the one
cloud-config that is in it to standard output.
"""

import base64
import json
import sys
import types

dist_packages, platform, file = sys.argv[1:4]
sys.path.insert(0, dist_packages)

from cloudinit import user_data, util  # noqa: E402


def hetzner(given):
    try:
        from cloudinit.sources.helpers.hetzner import maybe_b64decode
    except ImportError:
        maybe_b64decode = util.maybe_b64decode
    return maybe_b64decode(given)


def gcp(given):
    from cloudinit.sources import DataSourceGCE as source

    attributes = {"user-data": given.decode("ascii"), "user-data-encoding": "base64"}
    answers = {"instance/attributes": json.dumps(attributes), "project/attributes": "{}"}
    source.GoogleMetadataFetcher.get_value = lambda self, path, *rest: answers.get(path, "x")
    source.platform_reports_gce = lambda: True
    util.is_resolvable_url = lambda url: True
    params = types.SimpleNamespace(num_retries=1, sec_between_retries=0)
    return source.read_md(address="http://metadata/", url_params=params)["user-data"]


def vsphere(given):
    from cloudinit.sources import DataSourceVMware as source

    return source.decode("userdata", "gzip+base64", given.decode("ascii"))


def as_base64(given):
    """The API wants base64, the data source undoes it."""
    return base64.b64decode(base64.b64encode(given))


class NoPaths:
    def get_ipath_cur(self, name=None):
        return "/nonexistent"

    get_cpath = get_ipath = get_ipath_cur


known = {"hetzner": hetzner, "gcp": gcp, "vsphere": vsphere, "azure": as_base64, "oci": as_base64}
with open(file, "rb") as opened:
    given = known.get(platform, bytes)(opened.read())
message = user_data.UserDataProcessor(NoPaths()).process(given)
parts = [part for part in message.walk() if part.get_content_maintype() != "multipart"]
assert [part.get_content_type() for part in parts] == ["text/cloud-config"], parts
sys.stdout.buffer.write(parts[0].get_payload(decode=True))
