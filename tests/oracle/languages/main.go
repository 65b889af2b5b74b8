// Command languages answers what Go and CoreDNS make of the small languages inside a Corefile:
// regular expressions (regexp), templates (text/template), view expressions (expr-lang) and resource
// records (miekg/dns).
//
// Each line of input is {"language": …, "text": …}; each line of output is the answer. With the
// argument "tables" it prints instead the facts about Unicode and Go's types that the languages need.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

// Request is one question. Data, if it is there, is the text as bytes that need not be UTF-8. Subject
// is what a pattern is matched with, Values are what an expression finds around it.
type Request struct {
	Language string         `json:"language"`
	Text     string         `json:"text"`
	Data     []byte         `json:"data"`
	Name     string         `json:"name"`
	Subject  string         `json:"subject"`
	Values   map[string]any `json:"values"`
}

// Answer is what the reference says: an error message or nil, and what it knows of an accepted text.
type Answer struct {
	Error  *string  `json:"error"`
	Groups int      `json:"groups,omitempty"`
	Names  []string `json:"names,omitempty"`
	Spans  []int    `json:"spans,omitempty"`
	Value  any      `json:"value,omitempty"`
	Type   string   `json:"type,omitempty"`
	// Record is the head of a resource record, and the name that it leads to; Unfit says that it cannot
	// be put into a message.
	Record []string `json:"record,omitempty"`
	Unfit  bool     `json:"unfit,omitempty"`
	// Made is what a template makes.
	Made *string `json:"made,omitempty"`
}

func answer(request Request) (answer Answer) {
	if request.Data != nil {
		request.Text = string(request.Data)
	}
	defer func() {
		if reason := recover(); reason != nil {
			answer = Answer{Error: message(fmt.Errorf("panic: %v", reason))}
		}
	}()
	switch request.Language {
	case "regex":
		return regex(request.Text)
	case "match":
		return matched(request.Text, request.Subject)
	case "evaluation":
		return evaluated(request.Text, request.Values)
	case "template":
		return textTemplate(request.Name, request.Text)
	case "record":
		return resourceRecord(request.Text)
	case "render":
		return render(request.Text)
	default:
		return expression(request.Text)
	}
}

func message(err error) *string {
	if err == nil {
		return nil
	}
	text := err.Error()
	return &text
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if len(os.Args) > 1 && os.Args[1] == "tables" {
		_ = out.Encode(map[string]any{"regex": tables(), "expression": expressionTables()})
		return
	}
	_ = out.Encode(map[string]string{"go": runtime.Version(), "expr": exprVersion(), "coredns": coreVersion()})
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var request Request
		if err := json.Unmarshal(in.Bytes(), &request); err != nil {
			panic(err)
		}
		if err := out.Encode(answer(request)); err != nil {
			panic(err)
		}
	}
}
