//go:build linux

package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/coredns/caddy"
	"github.com/coredns/caddy/caddyfile"
	"github.com/coredns/coredns/core/dnsserver"
)

const (
	serverType = "dns"
	// maxRuns bounds how often one Corefile is set up again with something more supplied.
	maxRuns = 50
	// repeats is how often a Corefile is set up again where CoreDNS goes through a map and may answer differently. Go
	// begins at a random one of eight places, so that the rarer order of two may take a while to turn up.
	repeats = 100
)

// judge finds out about one request.
type judge struct {
	request *request
	world   *world
	at      atomic.Pointer[string] // the plugin being set up
	rewrite []substitution
	assumed []assumption
}

// outcome is the end of one run through everything CoreDNS does with a Corefile before it starts.
type outcome struct {
	verdict, stage, plugin, message string
	faults                          []fault
	retry                           bool // something more has been supplied
}

func (j *judge) plugin() string {
	if at := j.at.Load(); at != nil {
		return *at
	}
	return ""
}

func (j *judge) judge() answer {
	a := answer{ID: j.request.ID}
	text, err := j.request.bytes()
	if err == nil {
		err = j.world.add(j.request.Files)
	}
	if err != nil {
		j.world.reset()
		a.Verdict, a.Stage, a.Message = environment, "request", err.Error()
		return a
	}
	defer func() {
		j.world.reset()
		if bytes.Contains(text, []byte("keylog")) { // the one property that makes a file by itself
			j.world.build()
		}
	}()
	a.Parsed = j.parsed(text)
	o := j.settle(text)
	if mayVary(o, text) {
		o, a.Unstable = j.repeat(o, text)
	}
	a.Verdict, a.Stage, a.Plugin, a.Message = o.verdict, o.stage, o.plugin, o.message
	a.Faults, a.Assumed = o.faults, j.assumed
	return a
}

// parsed reads the text with any directive allowed.
func (j *judge) parsed(text []byte) (p any) {
	defer func() {
		if r := recover(); r != nil {
			p = parseError{fmt.Sprintf("panic: %v", r)}
		}
	}()
	setEnv(j.request.Env)
	blocks, err := caddyfile.Parse(fileName, bytes.NewReader(text), nil)
	if err != nil {
		return parseError{err.Error()}
	}
	return toBlocks(blocks)
}

// settle runs the Corefile until nothing more can be supplied.
func (j *judge) settle(text []byte) outcome {
	for n := 0; ; n++ {
		o := j.run(text)
		if !o.retry || n == maxRuns {
			return o
		}
	}
}

// mayVary tells of the places where the order of a map decides what CoreDNS says: which listener is made first
// (register.go, MakeServers), of which several may be impossible; up to 1.14.7 which server block's TLS a DoH3 server
// takes (server_https3.go, NewServerHTTPS3); and which zone route53 asks about first (route53.go, New).
func mayVary(o outcome, text []byte) bool {
	if o.verdict == refused {
		return noListener.MatchString(o.message) || noScheme.MatchString(o.message)
	}
	return bytes.Contains(text, []byte("https3://"))
}

// repeat finds out whether CoreDNS always says the same. If not, the outcome is a refusal if there is one.
func (j *judge) repeat(first outcome, text []byte) (outcome, []string) {
	seen := map[string]outcome{first.verdict + ": " + first.message: first}
	for range repeats {
		o := j.settle(text)
		seen[o.verdict+": "+o.message] = o
	}
	if len(seen) == 1 {
		return first, nil
	}
	said := slices.Sorted(maps.Keys(seen))
	return seen[said[len(said)-1]], said // "refused" sorts last
}

// run does once what caddy.Start does up to the point where servers would start (caddy.go: Start,
// ValidateAndExecuteDirectives, executeDirectives), except that a fault of the machine is noted and passed over.
func (j *judge) run(text []byte) (o outcome) {
	stage := "parse"
	j.enter("")
	defer func() {
		if r := recover(); r != nil {
			o = outcome{verdict: refused, stage: stage, plugin: j.plugin(), message: fmt.Sprintf("panic: %v", r)}
		}
	}()
	refuse := func(err error) outcome {
		message := inMemory.ReplaceAllString(err.Error(), "${1}0xc000000000")
		return outcome{verdict: refused, stage: stage, plugin: j.plugin(), message: message, faults: o.faults}
	}

	setEnv(j.request.Env)
	blocks, err := caddyfile.Parse(fileName, bytes.NewReader(text), caddy.ValidDirectives(serverType))
	if err == nil && len(blocks) == 0 {
		standard := caddy.DefaultInput(serverType)
		blocks, err = caddyfile.Parse(standard.Path(), bytes.NewReader(standard.Body()), caddy.ValidDirectives(serverType))
	}
	if err != nil {
		refusal := refuse(err)
		if missingImport(err.Error()) {
			refusal.verdict = environment
		}
		return refusal
	}

	stage = "keys"
	template := caddy.NewTestController(serverType, "")
	if blocks, err = template.Context().InspectServerBlocks(fileName, blocks); err != nil {
		return refuse(fmt.Errorf("error inspecting server blocks: %v", err))
	}

	stage = "setup"
	setEnv(machine, j.request.Env)
	for _, directive := range dnsserver.Directives {
		for i, b := range blocks {
			tokens, ok := b.Tokens[directive]
			if !ok {
				continue
			}
			j.enter(directive)
			tokens = j.substitute(i, directive, tokens)
			err := setUp(template, i, b, directive, tokens)
			if err == nil {
				continue
			}
			if j.remedy(i, directive, tokens, err.Error()) {
				return outcome{retry: true}
			}
			if !environmental(directive, err.Error()) {
				return refuse(err)
			}
			o.faults = append(o.faults, fault{directive, faultMessage(directive, err)})
		}
	}

	stage = "servers"
	j.enter("")
	// These two configure the servers themselves: where one has not been set up, what follows says nothing.
	unsure := slices.ContainsFunc(o.faults, func(f fault) bool { return f.Plugin == "tls" || f.Plugin == "bind" })
	if _, err := template.Context().MakeServers(); err != nil && !unsure {
		return refuse(err)
	}
	if undecided := append(o.faults, j.unknownInterfaces()...); len(undecided) > 0 {
		first := undecided[0]
		return outcome{verdict: environment, stage: "setup", plugin: first.Plugin, message: first.Message, faults: undecided}
	}
	return outcome{verdict: accepted}
}

// faultMessage is CoreDNS's own message, but for azure, whose set-up is not let go on to the cloud, and without what
// the clients of the other clouds add about the network.
func faultMessage(directive string, err error) string {
	switch directive {
	case "azure":
		return "plugin/azure: the set-up asks the cloud"
	case "clouddns", "route53":
		return cloudTrouble.ReplaceAllString(err.Error(), "")
	}
	return err.Error()
}

func (j *judge) enter(plugin string) { j.at.Store(&plugin) }

// setUp calls the set-up of a plugin for one server block, as caddy does: for the first key only.
func setUp(
	template *caddy.Controller, i int, b caddyfile.ServerBlock, directive string, tokens []caddyfile.Token,
) error {
	action, err := caddy.DirectiveAction(serverType, directive)
	if err != nil {
		return err
	}
	c := *template // shares the instance, and so the context
	c.Key = b.Keys[0]
	c.Dispenser = caddyfile.NewDispenserTokens(fileName, tokens)
	c.ServerBlockIndex, c.ServerBlockKeyIndex, c.ServerBlockKeys = i, 0, b.Keys
	return action(&c)
}

// setEnv makes the environment of the process the given one; what comes later wins.
func setEnv(environments ...map[string]string) {
	os.Clearenv()
	for _, e := range environments {
		for name, value := range e {
			if name != "" && !strings.ContainsAny(name, "=\x00") && !strings.Contains(value, "\x00") {
				os.Setenv(name, value)
			}
		}
	}
}
