"""moto's server on a free port, with users: `python -m tests.support.moto_server`.

Prints its address and the keys of `other_buckets.S3Server`, each with its secret, as one line of JSON; then
each request needs a right signature. Serves until its standard input ends.
"""

from __future__ import annotations

import json
import logging
import sys

from moto import settings
from moto.iam.models import iam_backends
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

_ACCOUNT = "123456789012"
_ACTIONS = {"owner": "*", "key": "s3:*", "reader": "s3:List*"}


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else a line for each request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    keys = {name: _key(name, actions) for name, actions in _ACTIONS.items()}
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    host, port = server.get_host_and_port()
    print(json.dumps({"endpoint": f"http://{host}:{port}", **keys}), flush=True)
    sys.stdin.read()


def _key(user: str, actions: str) -> list[str]:
    backend = iam_backends[_ACCOUNT]["aws"]
    backend.create_user("us-east-1", user)
    rule = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [rule]})
    backend.put_user_policy(user, "rule", policy)
    key = backend.create_access_key(user)
    return [key.access_key_id, key.secret_access_key]


if __name__ == "__main__":
    main()
