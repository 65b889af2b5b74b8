package main

import (
	"bytes"
	"strconv"
	"strings"
	gotmpl "text/template"

	"github.com/miekg/dns"
)

// templateData is what plugin/template gives to templates (template.go).
type templateData struct {
	Zone     string
	Name     string
	Regex    string
	Match    []string
	Group    map[string]string
	Class    string
	Type     string
	Message  *dns.Msg
	Question *dns.Question
	Remote   string
	Var      map[string]any
	md       map[string]func() string
}

// Meta gives a value of metadata.
func (data *templateData) Meta(name string) string {
	if f, ok := data.md[name]; ok {
		return f()
	}
	return ""
}

// render executes a template on the data of one query.
func render(text string) Answer {
	functions := gotmpl.FuncMap{"parseInt": strconv.ParseUint}
	tree, err := gotmpl.New("answer").Funcs(functions).Parse(text)
	if err != nil {
		return Answer{Error: message(err)}
	}
	query := new(dns.Msg)
	query.SetQuestion("ip-10-0-0-7.Example.org.", dns.TypeA)
	query.Id = 4660
	data := &templateData{
		Zone:     "example.org.",
		Name:     "ip-10-0-0-7.example.org.",
		Regex:    "^ip-(?P<a>[0-9]+)-([0-9]+)-",
		Match:    []string{"ip-10-0-", "10", "0"},
		Group:    map[string]string{"0": "ip-10-0-", "1": "10", "2": "0", "a": "10"},
		Class:    "IN",
		Type:     "A",
		Message:  query,
		Question: &query.Question[0],
		Remote:   "127.0.0.1",
		Var:      map[string]any{"n": 5, "s": "word", "b": true, "f": 1.5, "nothing": nil},
	}
	out := &bytes.Buffer{}
	if err := tree.Execute(out, data); err != nil {
		// The type of the data has another package's name in CoreDNS.
		text := strings.ReplaceAll(err.Error(), "main.templateData", "template.templateData")
		return Answer{Error: &text}
	}
	made := out.String()
	return Answer{Made: &made}
}
