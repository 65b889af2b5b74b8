//go:build linux

package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/miekg/dns"
)

// ephemeral are ports that are other ones in each run.
var ephemeral = regexp.MustCompile(`((?:\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\]):)\d+->`)

// maxQuery is how long a query may take. A forward gives up after five seconds, or somewhat later.
const maxQuery = 12 * time.Second

// run starts the server and asks it.
func run(c *testCase) report {
	var o observers
	if err := o.install(c.Corefile); err != nil {
		return report{Refused: err.Error()}
	}
	u, err := startUpstreams()
	if err == nil {
		err = startStores()
	}
	if err != nil {
		return report{Refused: "the process died: " + err.Error()}
	}
	caddy.Quiet, dnsserver.Quiet = true, true
	_, err = caddy.Start(caddy.CaddyfileInput{Filepath: "Corefile", Contents: []byte(c.Corefile), ServerTypeName: "dns"})
	if err != nil {
		return report{Refused: err.Error()}
	}
	time.Sleep(time.Duration(c.Wait) * time.Millisecond)
	r := report{Blocks: o.blocks, Traces: []trace{}}
	for _, q := range c.Queries {
		t := o.ask(q, u)
		r.Traces = append(r.Traces, t)
		if t.Endless {
			break // what is still running disturbs the others
		}
	}
	return r
}

// ask sends a query and waits until the server is done with it.
func (o *observers) ask(q query, u *upstreams) trace {
	m := q.message()
	o.mu.Lock()
	o.id, o.asked = m.Id, m.Question[0]
	o.top, o.others, o.count, o.begun = nil, nil, 0, make(chan struct{})
	o.mu.Unlock()
	u.forget()
	none := 0
	client, err := dial(q)
	if err != nil {
		return trace{Error: clientError(err), Replies: &none}
	}
	defer client.close()
	if err := client.send(m); err != nil {
		return trace{Error: clientError(err), Replies: &none}
	}
	replies, endless := o.await(client)
	t := o.describe(m, replies, endless, u.asked())
	if t.Block == nil && len(replies) == 0 && client.failed != nil {
		t.Error = clientError(client.failed)
	}
	return t
}

func clientError(err error) string {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return "the client: connection refused"
	}
	return "the client: " + ephemeral.ReplaceAllString(err.Error(), "${1}0->")
}

// await collects the replies. How many are to come is known as soon as the chain has returned.
func (o *observers) await(c *client) (replies []*dns.Msg, endless bool) {
	begun, limit := o.begun, time.After(maxQuery)
	silence := time.After(1500 * time.Millisecond) // for a query that reaches no plugin
	check := time.NewTicker(20 * time.Millisecond)
	defer check.Stop()
	var done <-chan struct{}
	var rest <-chan time.Time
	expected := -1
	for {
		select {
		case m, ok := <-c.replies:
			if !ok {
				c.replies = nil
				o.mu.Lock()
				none := o.top == nil
				o.mu.Unlock()
				if none { // nobody listens there
					return replies, false
				}
				continue
			}
			replies = append(replies, m)
			if begun == nil && len(replies) == expected {
				return replies, false
			}
			if begun != nil { // no plugin had it, or the select took the reply first
				o.mu.Lock()
				none := o.top == nil
				o.mu.Unlock()
				if none {
					return replies, false
				}
			}
		case <-begun:
			begun, silence = nil, nil
			done = o.top.done
		case <-done:
			done = nil
			o.mu.Lock()
			expected = o.top.written
			if failed(o.top.code) {
				expected++
			}
			o.mu.Unlock()
			if len(replies) == expected && expected > 0 {
				return replies, false
			}
			wait := 1500 * time.Millisecond
			if expected == 0 {
				wait = 50 * time.Millisecond
			}
			rest = time.After(wait)
		case <-rest:
			return replies, false
		case <-silence:
			return replies, false
		case <-check.C:
			o.mu.Lock()
			much := o.count > maxLookups
			o.mu.Unlock()
			if much {
				return replies, true
			}
		case <-limit:
			return replies, true
		}
	}
}

// describe makes the trace.
func (o *observers) describe(m *dns.Msg, replies []*dns.Msg, endless bool, asked [][3]string) trace {
	o.mu.Lock()
	defer o.mu.Unlock()
	t := trace{Endless: endless, Asked: asked}
	if v := o.top; v != nil {
		t.Block, t.View = &v.block, v.view
		for _, s := range v.path {
			t.Path = append(t.Path, s.relative(m.Question[0]))
		}
		t.Writes, t.Fails, t.Error = v.writes, v.fails, ephemeral.ReplaceAllString(v.err, "${1}0->")
		t.AsksItself = within(v)
	}
	for _, v := range o.others {
		t.Hops = append(t.Hops, v.brief())
	}
	t.AsksItself, t.Hops = t.AsksItself[:min(len(t.AsksItself), 10)], t.Hops[:min(len(t.Hops), 10)]
	if n := len(replies); n != 1 {
		t.Replies = &n
	}
	if len(replies) > 0 {
		first := replies[0]
		t.Rcode = dns.RcodeToString[first.Rcode]
		t.Answer, t.NS = records(first.Answer), records(first.Ns)
	}
	return t
}

// within lists the look-ups made on a way, and those made for them.
func within(v *visit) (all [][]any) {
	for _, child := range v.lookups {
		all = append(append(all, child.brief()), within(child)...)
		if len(all) > maxLookups {
			break
		}
	}
	return all
}

func (v *visit) brief() []any {
	return []any{v.first.Name, typeName(v.first.Qtype), v.block, v.author()}
}

// relative is the plugin's name alone where the question is the client's.
func (s step) relative(asked dns.Question) any {
	q := s.question
	if strings.EqualFold(q.Name, asked.Name) && q.Qtype == asked.Qtype && q.Qclass == asked.Qclass {
		return s.plugin
	}
	if q.Qclass != asked.Qclass {
		return []string{s.plugin, q.Name, typeName(q.Qtype), dns.Class(q.Qclass).String()}
	}
	return []string{s.plugin, q.Name, typeName(q.Qtype)}
}

func typeName(t uint16) string { return dns.Type(t).String() }

// records are given without what differs from run to run: order, time to live, serial numbers and signatures.
func records(rrs []dns.RR) (texts []string) {
	for _, rr := range rrs {
		h := rr.Header()
		text := h.Name + " " + typeName(h.Rrtype)
		switch rr := rr.(type) {
		case *dns.TXT:
			if !strings.HasPrefix(strings.ToLower(h.Name), "authors.") { // some of the authors, by chance
				text += " " + strings.TrimPrefix(rr.String(), h.String())
			}
		case *dns.RRSIG:
			text += " " + typeName(rr.TypeCovered)
		case *dns.SOA:
			text += fmt.Sprintf(" %s %s", rr.Ns, rr.Mbox)
		case *dns.DNSKEY, *dns.NSEC, *dns.NSEC3:
		default:
			text += " " + strings.TrimPrefix(rr.String(), h.String())
		}
		texts = append(texts, text)
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	return texts[:min(len(texts), 8)]
}
