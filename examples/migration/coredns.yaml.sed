apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        kubernetes CLUSTER_DOMAIN REVERSE_CIDRS {
            fallthrough in-addr.arpa ip6.arpa
        }
        forward . UPSTREAMNAMESERVER {
            max_concurrent 1000
        }
        cache 30
        loop
        reload
    }STUBDOMAINS
---
apiVersion: v1
kind: Service
metadata:
  name: kube-dns
  namespace: kube-system
spec:
  clusterIP: CLUSTER_DNS_IP
