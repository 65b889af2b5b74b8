// Command trace runs unmodified CoreDNS with a Corefile, sends it queries and reports what each query meets: the server
// block that takes it, the plugins that it enters, the plugin that answers or fails, and what upstreams are asked.
//
// It reads one JSON case a line on standard input and writes one JSON report a line on standard output, in the same
// order. Each case has a process of its own. All of them live in network and mount namespaces that the program makes
// for itself: nothing but a loopback interface, and an empty /etc with the case's files in /etc/coredns. Fakes of
// upstreams, Kubernetes, etcd and Nomad listen on the loopback interface. README.md describes all of it.
package main
