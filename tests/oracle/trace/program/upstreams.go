//go:build linux

package main

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"strings"
	"sync"
	"syscall"

	"github.com/miekg/dns"
	"golang.org/x/sys/unix"
)

// upstreams are the fakes at 127.0.0.1:5301 to :5306 and, for /etc/resolv.conf, at 127.0.0.53:53.
type upstreams struct {
	mu    sync.Mutex
	heard [][3]string
}

// probe is what the plugin loop asks when the server starts.
var probe = regexp.MustCompile(`^\d{10,}\.\d{10,}\.`)

func startUpstreams() (*upstreams, error) {
	u := &upstreams{}
	for number := 1; number <= 6; number++ {
		if err := u.listen(fmt.Sprintf("127.0.0.1:530%d", number), number); err != nil {
			return nil, err
		}
	}
	return u, u.listen("127.0.0.53:53", 53)
}

// listen lets the server bind the same port for all addresses.
func (u *upstreams) listen(address string, number int) error {
	shared := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1) })
	}}
	packets, err := shared.ListenPacket(context.Background(), "udp", address)
	if err != nil {
		return err
	}
	streams, err := shared.Listen(context.Background(), "tcp", address)
	if err != nil {
		return err
	}
	handler := dns.HandlerFunc(func(w dns.ResponseWriter, r *dns.Msg) {
		q := question(r)
		if !(q.Name == "." && q.Qtype == dns.TypeNS) && !probe.MatchString(q.Name) { // a health check, a loop's probe
			u.mu.Lock()
			u.heard = append(u.heard, [3]string{address, q.Name, typeName(q.Qtype)})
			u.mu.Unlock()
		}
		if m := fakeReply(r, number); m != nil {
			w.WriteMsg(m)
		}
	})
	go (&dns.Server{PacketConn: packets, Handler: handler}).ActivateAndServe()
	go (&dns.Server{Listener: streams, Handler: handler}).ActivateAndServe()
	return nil
}

func (u *upstreams) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.heard = nil
}

func (u *upstreams) asked() [][3]string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.heard
}

// fakeReply is an upstream's answer, which depends on the first label of the name and tells the upstream's number.
func fakeReply(r *dns.Msg, number int) *dns.Msg {
	m := new(dns.Msg)
	m.SetReply(r)
	m.RecursionAvailable = true
	q := question(r)
	if q.Qclass != dns.ClassINET {
		return m
	}
	if q.Qtype == dns.TypeAXFR || q.Qtype == dns.TypeIXFR {
		m.Answer = zone(q.Name, number)
		return m
	}
	label := firstLabel(q.Name)
	if rest, only := strings.CutSuffix(label, fmt.Sprintf("u%d", number)); only {
		label = rest // nxu2 is nx at the second upstream and any name at the others
	}
	switch label {
	case "drop":
		return nil
	case "nx":
		m.Rcode = dns.RcodeNameError
	case "sf":
		m.Rcode = dns.RcodeServerFailure
	case "rf":
		m.Rcode = dns.RcodeRefused
	case "nodata":
	case "v4only", "v6only":
		if (q.Qtype == dns.TypeA) == (label == "v4only") {
			m.Answer = fakeRecords(q.Name, q.Qtype, number)
		}
	case "cname":
		m.Answer = append(rr(q.Name+" 60 IN CNAME target.example.net."), fakeRecords("target.example.net.", q.Qtype, number)...)
	default:
		m.Answer = fakeRecords(q.Name, q.Qtype, number)
	}
	if len(m.Answer) == 0 && (m.Rcode == dns.RcodeSuccess || m.Rcode == dns.RcodeNameError) {
		m.Ns = rr(fmt.Sprintf(". 60 IN SOA up%d.example. admin.example. 1 7200 900 1209600 60", number))
	}
	return m
}

func fakeRecords(name string, qtype uint16, number int) []dns.RR {
	switch qtype {
	case dns.TypeA:
		return rr(fmt.Sprintf("%s 60 IN A 192.0.2.%d", name, number))
	case dns.TypeAAAA:
		return rr(fmt.Sprintf("%s 60 IN AAAA 2001:db8::%d", name, number))
	case dns.TypeTXT:
		return rr(fmt.Sprintf("%s 60 IN TXT \"upstream %d\"", name, number))
	case dns.TypePTR:
		return rr(fmt.Sprintf("%s 60 IN PTR up%d.example.", name, number))
	case dns.TypeMX:
		return rr(fmt.Sprintf("%s 60 IN MX 10 up%d.example.", name, number))
	case dns.TypeSRV:
		return rr(fmt.Sprintf("%s 60 IN SRV 0 0 80 up%d.example.", name, number))
	}
	return nil
}

// zone is what a transfer from a fake gives.
func zone(name string, number int) []dns.RR {
	soa := fmt.Sprintf("%s 60 IN SOA up%d.example. admin.example. 1 7200 900 1209600 60", name, number)
	texts := []string{
		soa,
		fmt.Sprintf("%s 60 IN NS up%d.example.", name, number),
		fmt.Sprintf("%s 60 IN A 192.0.2.%d", under("www", name), number),
		fmt.Sprintf("%s 60 IN CNAME www.example.net.", under("out", name)),
		fmt.Sprintf("%s 60 IN A 192.0.2.%d", under("a.b", name), number),
		soa,
	}
	var all []dns.RR
	for _, text := range texts {
		all = append(all, rr(text)...)
	}
	return all
}

func under(label, zone string) string {
	if zone == "." {
		return label + "."
	}
	return label + "." + zone
}

func rr(text string) []dns.RR {
	record, err := dns.NewRR(text)
	if err != nil {
		return nil
	}
	return []dns.RR{record}
}
