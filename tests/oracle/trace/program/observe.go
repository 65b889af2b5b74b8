//go:build linux

package main

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/coredns/caddy"
	"github.com/coredns/caddy/caddyfile"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"
	"github.com/miekg/dns"
)

// maxLookups is the number of look-ups of itself after which a query is said never to end.
const maxLookups = 100

// observers puts an observer in front of every plugin of every block.
type observers struct {
	blocks []block
	mu     sync.Mutex
	id     uint16       // of the client's query
	asked  dns.Question // and its question
	top    *visit       // its way; nil until a block has it
	others []*visit
	begun  chan struct{} // closed once top is known
	count  int
}

// visit is one way through a chain.
type visit struct {
	block   int
	view    string
	first   dns.Question
	path    []step
	writes  []string
	fails   string
	err     string
	writing bool
	written int // messages that left the chain
	code    int
	done    chan struct{}
	parent  *visit
	lookups []*visit
	within  *observers
}

type step struct {
	plugin   string
	question dns.Question
}

type visitKey struct{}

// install makes CoreDNS call instrument when all plugins are set up.
func (o *observers) install(corefile string) error {
	directives := caddy.ValidDirectives("dns")
	caddy.RegisterParsingCallback("dns", directives[len(directives)-1], o.instrument)
	blocks, err := caddyfile.Parse("Corefile", strings.NewReader(corefile), directives)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		o.blocks = append(o.blocks, block{Keys: b.Keys, Chain: []string{}})
	}
	return nil
}

// instrument finds the plugins in CoreDNS's context, whose type and fields are its own.
func (o *observers) instrument(c caddy.Context) error {
	field := reflect.ValueOf(c).Elem().FieldByName("keysToConfigs")
	configs := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Interface().(map[string]*dnsserver.Config)
	for i := range o.blocks {
		config, ok := configs[fmt.Sprintf("%d:0", i)] // the other keys share its plugins
		if !ok {
			return fmt.Errorf("no configuration for server block %d", i)
		}
		plugins := config.Plugin
		names := make([]string, len(plugins))
		o.blocks[i].Chain = names
		config.Plugin = nil
		for j, p := range plugins {
			config.AddPlugin(func(next plugin.Handler) plugin.Handler {
				return &observer{next: next, block: i, index: j, all: o}
			})
			config.AddPlugin(func(next plugin.Handler) plugin.Handler {
				h := p(next)
				names[j] = h.Name()
				// A forward looks whether the next handler is a forward too.
				if watched, ok := next.(*observer); ok && h.Name() == "forward" && watched.next.Name() == "forward" {
					h = p(watched.next)
				}
				return h
			})
		}
	}
	return nil
}

// observer stands in front of a plugin.
type observer struct {
	next         plugin.Handler
	block, index int
	all          *observers
}

func (o *observer) Name() string { return "observer" }

func (o *observer) ServeDNS(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (code int, err error) {
	v, _ := ctx.Value(visitKey{}).(*visit)
	if o.index == 0 {
		view, _ := ctx.Value(dnsserver.ViewKey{}).(string)
		v = o.all.begin(v, o.block, view, r)
		ctx = context.WithValue(ctx, visitKey{}, v)
	}
	name := o.next.Name()
	v.enter(name, r)
	returned := false
	defer func() {
		if returned {
			v.leave(name, code, err, o.index == 0)
			return
		}
		p := recover()
		v.leave(name, dns.RcodeServerFailure, fmt.Errorf("panic: %v", p), o.index == 0)
		panic(p) // the server deals with it
	}()
	code, err = o.next.ServeDNS(ctx, &watcher{ResponseWriter: w, visit: v, plugin: name, last: o.index == 0}, r)
	returned = true
	return code, err
}

// begin notes that a block has a query: the client's, or one that a plugin makes within the server, or one that comes
// back over the network.
func (o *observers) begin(parent *visit, block int, view string, r *dns.Msg) *visit {
	o.mu.Lock()
	defer o.mu.Unlock()
	v := &visit{block: block, view: view, first: question(r), done: make(chan struct{}), parent: parent, within: o}
	switch {
	case parent != nil:
		parent.lookups = append(parent.lookups, v)
		o.count++
	case o.top == nil && r.Id == o.id && v.first == o.asked: // not a health check, or what a plugin asks at the start
		o.top = v
		close(o.begun)
	case o.top != nil && r.Opcode == dns.OpcodeQuery && !probe.MatchString(v.first.Name): // not a notification
		o.others = append(o.others, v)
		o.count++
	}
	return v
}

func question(r *dns.Msg) dns.Question {
	if len(r.Question) == 0 {
		return dns.Question{}
	}
	return r.Question[0]
}

func (v *visit) enter(plugin string, r *dns.Msg) {
	v.within.mu.Lock()
	defer v.within.mu.Unlock()
	v.path = append(v.path, step{plugin, question(r)})
}

func (v *visit) leave(plugin string, code int, err error, last bool) {
	v.within.mu.Lock()
	defer v.within.mu.Unlock()
	if v.fails == "" && len(v.writes) == 0 && (err != nil || failed(code)) {
		v.fails = plugin
		if err != nil {
			v.err = err.Error()
		}
	}
	if last {
		v.code = code
		close(v.done)
	}
}

func failed(code int) bool { return !plugin.ClientWrite(code) }

// watcher notes messages on their way out. The innermost watcher sees one first; the outer ones let it pass.
type watcher struct {
	dns.ResponseWriter
	visit  *visit
	plugin string
	last   bool
}

func (w *watcher) WriteMsg(m *dns.Msg) error {
	v := w.visit
	v.within.mu.Lock()
	if w.last {
		v.written++
	}
	if v.writing {
		v.within.mu.Unlock()
		return w.ResponseWriter.WriteMsg(m)
	}
	v.writing = true
	v.note(w.plugin)
	v.within.mu.Unlock()
	defer func() {
		v.within.mu.Lock()
		v.writing = false
		v.within.mu.Unlock()
	}()
	return w.ResponseWriter.WriteMsg(m)
}

func (w *watcher) Write(b []byte) (int, error) {
	v := w.visit
	v.within.mu.Lock()
	if w.last {
		v.written++
	}
	if !v.writing {
		v.note(w.plugin)
	}
	v.within.mu.Unlock()
	return w.ResponseWriter.Write(b)
}

func (v *visit) note(plugin string) {
	if len(v.writes) == 0 || v.writes[len(v.writes)-1] != plugin {
		v.writes = append(v.writes, plugin)
	}
}

// author is who wrote first, or who failed.
func (v *visit) author() any {
	if len(v.writes) > 0 {
		return v.writes[0]
	}
	if v.fails != "" {
		return v.fails
	}
	return nil
}
