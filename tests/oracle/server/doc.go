// Command oracle asks CoreDNS what it makes of a Corefile, without starting anything.
//
// It reads one JSON request a line on standard input and writes one JSON answer a line on standard output, in the same
// order. For each Corefile it reports what CoreDNS's parser reads from it, and whether CoreDNS would accept it: it
// runs the parser, the check of the server keys, the set-up of every plugin and the making of the servers, which is all
// that CoreDNS does with a Corefile before it opens its ports.
//
// The program confines itself before it reads the first request: its file system is an empty directory given by -root
// (chroot) and the kernel refuses it every socket (seccomp), so that no answer depends on the machine and nothing
// leaves it. docs/fidelity.md of the project describes what the verdicts mean.
package main
