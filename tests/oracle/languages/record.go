package main

import (
	"strconv"

	"github.com/miekg/dns"
)

// resourceRecord reads a text as plugin/template does what a template made (executeRRTemplate).
func resourceRecord(text string) Answer {
	rr, err := dns.NewRR(text)
	if err != nil {
		return Answer{Error: message(err)}
	}
	if rr == nil {
		return Answer{}
	}
	header := rr.Header()
	words := []string{
		header.Name, strconv.FormatUint(uint64(header.Ttl), 10), dns.Class(header.Class).String(),
		dns.Type(header.Rrtype).String(), target(rr),
	}
	_, err = (&dns.Msg{Answer: []dns.RR{rr}}).Pack()
	return Answer{Record: words, Unfit: err != nil}
}

func target(rr dns.RR) string {
	switch rr := rr.(type) {
	case *dns.CNAME:
		return rr.Target
	case *dns.DNAME:
		return rr.Target
	case *dns.NS:
		return rr.Ns
	case *dns.PTR:
		return rr.Ptr
	case *dns.MX:
		return rr.Mx
	case *dns.SRV:
		return rr.Target
	case *dns.SVCB:
		return rr.Target
	case *dns.HTTPS:
		return rr.Target
	}
	return ""
}
