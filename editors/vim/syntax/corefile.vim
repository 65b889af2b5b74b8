" Made by `python -m tools.compile_textmate`; do not edit.
if exists("b:current_syntax")
  finish
endif
syntax case match
syntax match corefileZone /[^[:space:]#{}"]\+/
syntax match corefileSnippet /^\s*\zs([^()[:space:]]\+)/
syntax match corefileProperty contained /^\s*\zs\%(access\|acme\|additional\|address\|allow\|allow_ipv4\|answer\|apex\|apiserver_burst\|apiserver_max_inflight\|apiserver_qps\|authority\|aws_access_key\|aws_endpoint\|block\|ca\|ca_root\|cache_capacity\|catalog\|class\|clear\|client\|client_auth\|client_server\|consolidate\|credentials\|database\|datadog_analytics_rate\|debug\|default\|delay\|denial\|directory\|disable\|doh_method\|drop\|eam\|ederror\|edns-subnet\|email\|endpoint\|endpoint_pod_names\|environment\|every\|except\|expire\|expr\|extra\|failfast_all_unhealthy_upstreams\|failover\|fallthrough\|fallthrough_unsupported\|file\|filter\|force_tcp\|headless\|health_check\|identity\|idle\|ignore\|ipv6_prefix\|keepttl\|key\|keylog\|kubeconfig\|labels\|lameduck\|large\|localhost_prefix\|match\|max-lease-ttl\|max_age\|max_bytes\|max_concurrent\|max_connect_attempts\|max_connections\|max_fails\|max_idle_conns\|max_records\|max_streams\|max_update_records\|maxtcpqueries\|min-lease-ttl\|monitor\|multicluster\|namespace_labels\|namespaces\|next\|next_on_nodata\|no_apex_fallback\|no_reload\|no_reverse\|noendpoints\|path\|pods\|policy\|prefer\|prefer_udp\|prefetch\|prefix\|query\|rcode\|read\|read_timeout\|refresh\|reload\|reload_by_mtime\|require\|require_opcode\|resolver\|response\|resyncperiod\|runtime_metrics\|secret\|secrets\|serve_stale\|serve_stale_policy\|servfail\|service\|set\|skipverify\|source\|source_address\|stacktrace\|startup_timeout\|storage\|stubzones\|subscription\|success\|tenant\|tls\|tls_servername\|tlv_metadata\|to\|token\|transfer\|translate_all\|truncate\|ttl\|udp_session_tracking\|upstream\|var\|version\|worker_pool_size\|write\|zipkin_max_backlog_size\|zipkin_max_batch_interval\|zipkin_max_batch_size\|zonal\)\ze\%([[:space:]#]\|$\)/
syntax match corefilePlugin /^\s*\zs\%(acl\|any\|auto\|autopath\|azure\|bind\|bufsize\|cache\|cancel\|chaos\|clouddns\|debug\|dns64\|dnssec\|dnstap\|dynupdate\|erratic\|errors\|etcd\|federation\|file\|forward\|geoip\|grpc\|grpc_server\|header\|health\|hosts\|https\|https3\|k8s_external\|kubernetes\|loadbalance\|local\|log\|loop\|metadata\|minimal\|multisocket\|nomad\|nsid\|on\|pprof\|prometheus\|proxy\|proxyproto\|quic\|ready\|reload\|reverse\|rewrite\|root\|route53\|secondary\|shed\|shutdown\|sign\|siit\|startup\|template\|timeouts\|tls\|trace\|transfer\|tsig\|view\|whoami\)\ze\%([[:space:]#]\|$\)/
syntax match corefileImport /^\s*\zsimport\ze\s/
syntax match corefileNumber /\%(^\|\s\)\zs[+-]\=\d[0-9.:]*\%(ns\|us\|µs\|ms\|[smh%]\)\=\ze\%([[:space:]#]\|$\)/
syntax region corefileString start=/\%(^\|\s\)\zs"/ skip=/\\./ end=/"/ contains=corefileVariable
syntax match corefileVariable /{\$[^{}[:space:]]\+}\|{%[^{}%[:space:]]\+%}/
syntax match corefileComment /\%(^\|\s\)\zs#.*$/ contains=@Spell
syntax cluster corefileWords contains=corefileImport,corefileNumber,corefileString,corefileVariable,corefileComment
syntax region corefileBlock matchgroup=corefileBrace start=/\%(^\|\s\)\zs{\ze\%(\s\|$\)/ end=/\%(^\|\s\)\zs}/ contained contains=@corefileWords,corefileProperty,corefileBlock
syntax region corefileServer matchgroup=corefileBrace start=/\%(^\|\s\)\zs{\ze\%(\s\|$\)/ end=/\%(^\|\s\)\zs}/ contains=@corefileWords,corefileProperty,corefilePlugin,corefileBlock
highlight default link corefileBrace Delimiter
highlight default link corefileComment Comment
highlight default link corefileImport Include
highlight default link corefileNumber Number
highlight default link corefilePlugin Function
highlight default link corefileProperty Identifier
highlight default link corefileSnippet Macro
highlight default link corefileString String
highlight default link corefileVariable PreProc
highlight default link corefileZone Type
let b:current_syntax = "corefile"
