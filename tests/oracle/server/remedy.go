//go:build linux

package main

import (
	"fmt"
	"net"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/coredns/caddy/caddyfile"
)

// substitution replaces a word of the text before a set-up sees it, in order to get past the point where CoreDNS asks
// the machine about it.
type substitution struct {
	block            int
	directive        string
	word, substitute string
	inside           bool // the word may be part of a token
}

var (
	// notThere finds the name of a file in the core that all ways of reporting its absence share.
	notThere = regexp.MustCompile(`.*(?:open|stat) (.+?): no such file or directory`)
	// noInterface is what bind says of a word that is neither an address nor an interface of the machine.
	noInterface = regexp.MustCompile(`not a valid IP address or interface name: ("(?:[^"\\]|\\.)*")`)
	// unresolved is what forward says of a host name.
	unresolved = regexp.MustCompile(`(?s)failed to resolve ("(?:[^"\\]|\\.)*"): (.*)`)
	// noUpstream is what grpc says of an upstream that is neither an address nor a file. Older releases, in which
	// forward says so too, put a colon behind it (plugin/pkg/parse).
	noUpstream = regexp.MustCompile(`not an IP address or file:? ("(?:[^"\\]|\\.)*")`)
	// noHost is what forward says of an upstream that is neither of these nor a name to look up.
	noHost = regexp.MustCompile(`not an IP address, file, or valid domain: "(?:\w+://)?((?:[^"\\]|\\.)*)"`)
	// interfaceName is what Linux allows as the name of an interface (net/core/dev.c, dev_valid_name).
	interfaceName = regexp.MustCompile(`^[^/:\s]{1,15}$`)
	// fileTrouble ends every message about a file that is there but of no use, or cannot be put there.
	fileTrouble = regexp.MustCompile(`: (no such file or directory|permission denied|is a directory|not a directory|` +
		`file exists|file name too long|too many levels of symbolic links)\\?"?\)?$`)
	// contentTrouble is what the readers of files say of their content: zones (file), certificates (crypto/tls and
	// pkg/tls), databases (geoip, dynupdate), keys (dnssec, sign), credentials (clouddns) and settings (client-go).
	contentTrouble = regexp.MustCompile(`(?s)^plugin/(?:dnssec|sign): dns: |^plugin/dynupdate: (?:` + strings.Join([]string{
		`parsing zone file "`, `zone ".*" (?:has no|contains more than one) SOA`, `invalid zone ".*": zone `, `zone exceeds max_`,
		`zone file ".*" exceeds`, `opening database "`, `loading database "`,
	}, "|") + `)|^plugin/\w+: .*(?:` + strings.Join([]string{
		`failed to parse file "`, `has no SOA record for origin `, `has SOA owner `, `could not load TLS cert: `, `could not read root certs`,
		`contains no certificates`, `failed to open database file: `, `no public key found`, `no private key found`,
		`is not a DNSKEY`, `is not a CSK/KSK`, `invalid credentials file `, `unable to load root certificates`,
		`error loading config file `,
	}, "|") + `)`)
	// noName is what is said of a name with a zero byte.
	noName = regexp.MustCompile(`: (?:open|stat) [^:]*\x00.*: invalid argument$`)
	// noScheme is how route53 fails with aws_endpoint on any machine: its setup.go asks for the word too late and gets
	// the closing brace, which is then the address.
	noScheme = regexp.MustCompile(`^plugin/route53: .*unsupported protocol scheme ""$`)
	// noListener is what is said of a listener that cannot be made (tlsconfig.go, server_https.go, server_https3.go).
	noListener = regexp.MustCompile(`^(?:conflicting (?:TLS|max_streams) |DoH3? requires TLS)`)
	// cloudTrouble is where the words of a cloud's client begin that differ from run to run.
	cloudTrouble = regexp.MustCompile(`(?s): (operation error |Get ").*`)
	// inMemory is where etcd's client tells at what address something lies in its memory, another one in every run.
	inMemory = regexp.MustCompile(`(etcd-endpoints://)0x[0-9a-f]+`)
	// endOfText is a zone that azure does not take, put behind the last stanza (see withEnd).
	endOfText = "end of the text"
	// importTrouble is what the parser says of an import that names neither a snippet nor a file it can read.
	importTrouble = regexp.MustCompile(
		`- Error during parsing: (File to import not found|Could not import|Could not read tokens)`)
)

// fileKinds tells what a plugin expects in the files that it names.
var fileKinds = map[string]kind{
	"autopath":   resolvConf,
	"auto":       zoneFile,
	"clouddns":   gcpCredential,
	"dynupdate":  zoneFile,
	"etcd":       certificate,
	"file":       zoneFile,
	"forward":    certificate,
	"geoip":      geoDatabase,
	"grpc":       certificate,
	"kubernetes": certificate,
	"tls":        certificate,
}

func missingImport(message string) bool { return importTrouble.MatchString(message) }

// substitute returns the tokens of a stanza with all substitutions made.
func (j *judge) substitute(block int, directive string, tokens []caddyfile.Token) []caddyfile.Token {
	switch directive {
	case "bind":
		j.hideInterfaces(block, tokens)
	case "etcd":
		j.withoutPassword(tokens)
	case "azure":
		tokens = withEnd(tokens)
	}
	for _, s := range j.rewrite {
		if s.block != block || s.directive != directive {
			continue
		}
		for i, t := range tokens {
			if t.Text == s.word {
				tokens[i].Text = s.substitute
			} else if s.inside {
				tokens[i].Text = strings.ReplaceAll(t.Text, s.word, s.substitute)
			}
		}
	}
	return tokens
}

// hideInterfaces treats the interfaces of this machine like those of any other.
func (j *judge) hideInterfaces(block int, tokens []caddyfile.Token) {
	interfaces, _ := net.Interfaces()
	for _, t := range tokens {
		if slices.ContainsFunc(interfaces, func(i net.Interface) bool { return i.Name == t.Text }) {
			j.assumeAddress("interface", block, "bind", t.Text, false)
		}
	}
}

// withoutPassword takes the password from a stanza of etcd: with one, the set-up waits for the server without limit
// (etcd/client/v3, newClient calls getToken). Without one, it checks the same words and goes on.
func (j *judge) withoutPassword(tokens []caddyfile.Token) {
	for i := 0; i+2 < len(tokens); i++ {
		name, user, password := tokens[i], tokens[i+1], tokens[i+2]
		if name.Text == "credentials" && name.Line == password.Line && isCredential(user) && isCredential(password) {
			tokens[i+2].Text = ""
			j.assume("server", "etcd", "takes the credentials")
		}
	}
}

// isCredential tells whether a token is one that the set-up takes for a name or a password.
func isCredential(t caddyfile.Token) bool { return t.Text != "" && t.Text != "{" }

// withEnd adds a faulty stanza behind those of the text. azure reads all stanzas before it asks the cloud, and the
// client library then waits for minutes; so when the set-up complains of the last stanza, the text is in order.
func withEnd(tokens []caddyfile.Token) []caddyfile.Token {
	first, last := tokens[0], tokens[len(tokens)-1]
	line := last.Line + strings.Count(last.Text, "\n") + 1
	return append(tokens, caddyfile.Token{File: first.File, Line: line, Text: first.Text},
		caddyfile.Token{File: first.File, Line: line, Text: endOfText})
}

// remedy supplies what a set-up did not find, and tells whether it is worth another try.
func (j *judge) remedy(block int, directive string, tokens []caddyfile.Token, message string) bool {
	if m := noInterface.FindStringSubmatch(message); m != nil && directive == "bind" {
		name, err := strconv.Unquote(m[1])
		return err == nil && interfaceName.MatchString(name) && j.assumeAddress("interface", block, directive, name, false)
	}
	if m := unresolved.FindStringSubmatch(message); m != nil && directive == "forward" {
		name, err := strconv.Unquote(m[1])
		switch {
		case err != nil:
			return false
		case isPath(name):
			return j.supply(name, resolvConf)
		case strings.HasSuffix(m[2], "no such host"): // not a name that is ever looked up
			return false
		}
		return j.assumeAddress("host", block, directive, name, true)
	}
	if m := noUpstream.FindStringSubmatch(message); m != nil {
		name, err := strconv.Unquote(m[1])
		return err == nil && isPath(name) && j.supply(name, resolvConf)
	}
	if m := noHost.FindStringSubmatch(message); m != nil {
		name, err := strconv.Unquote(`"` + m[1] + `"`)
		return err == nil && isPath(name) && j.supply(name, resolvConf)
	}
	if directive == "tsig" { // its messages say nothing about files
		supplied := false
		for i := 1; i < len(tokens); i++ {
			supplied = tokens[i-1].Text == "secrets" && j.supply(tokens[i].Text, tsigSecrets) || supplied
		}
		return supplied
	}
	if m := notThere.FindStringSubmatch(message); m != nil {
		return j.supplyFor(directive, tokens, m[1], message)
	}
	return false
}

// supplyFor finds out of what kind a missing file has to be.
func (j *judge) supplyFor(directive string, tokens []caddyfile.Token, name, message string) bool {
	switch directive {
	case "dnssec", "sign":
		if strings.HasSuffix(name, ".private") {
			return j.supply(name, privateKey)
		}
		return j.supply(name, publicKey)
	case "kubernetes":
		for i := 0; i+1 < len(tokens); i++ {
			if tokens[i].Text == "kubeconfig" && filepath.Clean(tokens[i+1].Text) == filepath.Clean(name) {
				context := "oracle"
				if i+2 < len(tokens) && tokens[i+2].Line == tokens[i].Line {
					context = tokens[i+2].Text
				}
				j.world.content[kubeConfig] = kubeConfigFor(context)
				return j.supply(name, kubeConfig)
			}
		}
	case "tls":
		if strings.Contains(message, "TLS Key Log") {
			return j.supply(name, directoryOf)
		}
	}
	k, ok := fileKinds[directive]
	return ok && j.supply(name, k)
}

// isPath tells whether a word that stands where an address is wanted may be the path of a file: there is a slash in it,
// and it does not begin like an address with a scheme that CoreDNS does not know.
func isPath(word string) bool { return strings.Contains(word, "/") && !strings.Contains(word, "://") }

func (j *judge) supply(name string, k kind) bool {
	if !j.world.supply(name, k) {
		return false
	}
	j.assume("file", name, string(k))
	return true
}

// assumeAddress takes for granted that a name stands for an address of its own, and tells whether that is new.
func (j *judge) assumeAddress(what string, block int, directive, name string, inside bool) bool {
	address := fmt.Sprintf("198.51.100.%d", len(j.assumed)%254+1)
	for _, a := range j.assumed {
		if a.Kind == what && a.Name == name {
			address = a.Value
		}
	}
	s := substitution{block, directive, name, address, inside}
	if slices.Contains(j.rewrite, s) {
		return false
	}
	j.rewrite = append(j.rewrite, s)
	j.assume(what, name, address)
	return true
}

func (j *judge) assume(what, name, value string) {
	a := assumption{what, name, value}
	if !slices.Contains(j.assumed, a) {
		j.assumed = append(j.assumed, a)
	}
}

// unknownInterfaces lists what bind says on a machine that lacks the interfaces.
func (j *judge) unknownInterfaces() []fault {
	var faults []fault
	for _, a := range j.assumed {
		if a.Kind == "interface" {
			message := fmt.Sprintf("plugin/bind: not a valid IP address or interface name: %q", a.Name)
			faults = append(faults, fault{"bind", message})
		}
	}
	return faults
}

// environmental tells whether a message is about the machine, its network or somebody's server, and not the text.
func environmental(directive, message string) bool {
	if m := noUpstream.FindStringSubmatch(message); m != nil && !isPath(m[1]) {
		return false // a misspelt address rather than a file beside the Corefile
	}
	if strings.Contains(message, "open : no such file") || noName.MatchString(message) {
		return false // no file can have an empty name, or one with a zero byte
	}
	if fileTrouble.MatchString(message) || contentTrouble.MatchString(message) {
		return true
	}
	switch directive {
	case "azure":
		return strings.HasSuffix(message, strconv.Quote(endOfText))
	case "clouddns":
		return !strings.HasPrefix(message, "plugin/clouddns: ") && !strings.HasPrefix(message, fileName+":") ||
			strings.Contains(message, "failed to create plugin: ") ||
			strings.Contains(message, "failed to initialize plugin: ")
	case "dnssec":
		return strings.Contains(message, "operation error Secrets Manager: ")
	case "route53":
		return !noScheme.MatchString(message) &&
			(strings.Contains(message, "failed to create route53 ") ||
				strings.Contains(message, "failed to initialize route53 "))
	case "forward":
		m := unresolved.FindStringSubmatch(message)
		return m != nil && !strings.HasSuffix(m[2], "no such host")
	}
	return false
}
