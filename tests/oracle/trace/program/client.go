//go:build linux

package main

import (
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// client sends one query from an address of its choice.
type client struct {
	conn    *dns.Conn
	replies chan *dns.Msg
	failed  error // why replies is closed
}

func (q query) message() *dns.Msg {
	m := new(dns.Msg)
	m.Id = dns.Id()
	m.RecursionDesired = true
	m.Opcode = number(dns.StringToOpcode, q.Opcode, dns.OpcodeQuery)
	m.Question = []dns.Question{{Name: q.Name, Qtype: parseType(q.Type), Qclass: number(dns.StringToClass, q.Class, uint16(dns.ClassINET))}}
	if q.Do || q.Bufsize > 0 {
		m.SetEdns0(max(q.Bufsize, 512), q.Do)
	}
	return m
}

func number[T uint16 | int](table map[string]T, word string, otherwise T) T {
	if value, ok := table[word]; ok {
		return value
	}
	return otherwise
}

func parseType(word string) uint16 {
	if value, ok := dns.StringToType[word]; ok {
		return value
	}
	var value uint16
	fmt.Sscanf(word, "TYPE%d", &value)
	return value
}

func dial(q query) (*client, error) {
	from := net.ParseIP(q.From)
	if q.From == "" {
		from = net.IPv4(127, 0, 0, 1)
	}
	to := q.To
	if to == "" {
		to = "127.0.0.1"
		if from.To4() == nil {
			to = "::1"
		}
	}
	if net.ParseIP(to) != nil {
		to = net.JoinHostPort(to, "53")
	}
	proto := "udp"
	var local net.Addr = &net.UDPAddr{IP: from}
	if q.Proto == "tcp" {
		proto = "tcp"
		local = &net.TCPAddr{IP: from}
	}
	dialer := net.Dialer{LocalAddr: local, Timeout: 2 * time.Second}
	conn, err := dialer.Dial(proto, to)
	if err != nil {
		return nil, err
	}
	c := &client{conn: &dns.Conn{Conn: conn, UDPSize: 65535}, replies: make(chan *dns.Msg, 100)}
	return c, nil
}

func (c *client) send(m *dns.Msg) error {
	if err := c.conn.WriteMsg(m); err != nil {
		return err
	}
	go func() {
		defer close(c.replies)
		for {
			reply, err := c.conn.ReadMsg()
			if err != nil && reply == nil {
				c.failed = err
				return
			}
			c.replies <- reply
		}
	}()
	return nil
}

func (c *client) close() { c.conn.Close() }

// firstLabel is what the fakes go by.
func firstLabel(name string) string {
	label, _, _ := strings.Cut(strings.ToLower(name), ".")
	return label
}
