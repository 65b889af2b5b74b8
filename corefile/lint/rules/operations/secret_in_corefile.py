"""A secret stands in the Corefile.

Finds keys, passwords and tokens that are written out: `aws_access_key` of `route53`, `secret` of
`tsig` and `azure`, `credentials` of `etcd`, `token` of `nomad`. Not where a variable stands for
them, as in `{$TOKEN}`, nor placeholders such as `<secret>` or `AWS_SECRET_ACCESS_KEY`.

It hurts because Corefiles are kept in ConfigMaps and Git, where many can read them, and where what
was once written stays.

To mend it, give the secret by a variable or a file, and change it if others could see it.

## Bad

```corefile
example.org {
    tsig {
        secret key.example.org. NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk=
    }
    file /etc/coredns/example.org.zone
}
```

```corefile
example.org {
    etcd {
        credentials coredns hunter2
    }
}
```

## Good

```corefile
example.org {
    tsig {
        secrets /etc/coredns/tsig.keys
    }
    file /etc/coredns/example.org.zone
}
```

```corefile
example.org {
    etcd {
        credentials coredns {$ETCD_PASSWORD}
    }
}
```

```corefile
. {
    route53 example.org.:Z1Z2Z3Z4DZ5Z6Z7 {
        aws_access_key AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    }
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin, Value, has_reference
from corefile.coredns.plugins.azure import Azure
from corefile.coredns.plugins.etcd import Etcd
from corefile.coredns.plugins.nomad import Nomad
from corefile.coredns.plugins.route53 import Route53
from corefile.coredns.plugins.tsig import Tsig
from corefile.lint.finding import Finding
from corefile.lint.placeholders import PLACEHOLDER
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: What stands for a secret in examples.
EXAMPLE = re.compile(r"[A-Z_]+|<.*>|\[.*\]|\*+|\.+|[xX]+|…")

#: Other ways to give them, as the plugins' README.md say.
BY_VARIABLE = "write a variable, such as `{$SECRET}`, and set it where CoreDNS is started"
BY_FILE = "write the keys to a file that few can read: `secrets FILE`"
BY_AWS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where CoreDNS is started"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each secret that is written out."""
    for server in ctx.config.servers:
        for plugin in server.plugins:
            for property_name, secret, help_text in secrets(plugin):
                text = secret.token.text
                open_ = has_reference(text) or PLACEHOLDER.search(secret.token.token.raw)
                if text and not open_ and not EXAMPLE.fullmatch(text):
                    yield RULE.at(
                        ctx,
                        secret.token,
                        f"the `{property_name}` of `{plugin.name}` is written out here, for all "
                        "who can read this file or its history",
                        help=help_text,
                    )


def secrets(plugin: Plugin) -> Iterator[tuple[str, Value[str], str]]:
    """Yield what is secret of a plugin: the property, the secret, how to give it otherwise."""
    match plugin:
        case Tsig():
            yield from (("secret", key.secret, BY_FILE) for key in plugin.secret)
        case Route53():
            yield from (("aws_access_key", k.secret, BY_AWS) for k in plugin.aws_access_key)
        case Etcd() if plugin.credentials:
            yield "credentials", plugin.credentials[1], BY_VARIABLE
        case Azure() if plugin.secret:
            yield "secret", plugin.secret, BY_VARIABLE
        case Nomad() if plugin.token_:
            yield "token", plugin.token_, BY_VARIABLE


RULE = CorefileRule("CF710", "secret-in-corefile", "warning", check, fragments=True)
