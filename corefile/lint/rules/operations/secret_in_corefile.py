"""A secret is written in the Corefile.

Finds keys, passwords and tokens in clear text: `aws_access_key` of `route53`, `secret` of `tsig`
and `azure`, `credentials` of `etcd`, `token` of `nomad`. Does not report variables such as
`{$TOKEN}`, or placeholders such as `<secret>` or `AWS_SECRET_ACCESS_KEY`.

Why it matters: Corefiles are kept in ConfigMaps and Git, where many people can read them and where
old versions remain.

How to fix it: use a variable or a file for the secret, and change the secret if others could see
it.

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

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import has_reference
from corefile.lint.finding import Finding
from corefile.lint.placeholders import PLACEHOLDER
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

#: What stands for a secret in examples.
EXAMPLE = regex(r"[A-Z_]+|<.*>|\[.*\]|\*+|\.+|[xX]+|…")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each secret that is written out."""
    for server in ctx.config.servers:
        for plugin in server.plugins:
            for secret in plugin.written_secrets():
                token = secret.value.token
                text = token.text
                open_ = has_reference(text) or PLACEHOLDER.search(token.token.raw)
                if text and not open_ and not EXAMPLE.fullmatch(text):
                    yield RULE.at(
                        ctx,
                        token,
                        f"the `{secret.property}` of `{plugin.name}` is written out here, for all "
                        "who can read this file or its history",
                        help=secret.instead,
                    )


RULE = CorefileRule("CF710", "secret-in-corefile", "warning", check, fragments=True, examples=False)
