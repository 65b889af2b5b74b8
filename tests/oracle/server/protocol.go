//go:build linux

package main

import (
	"encoding/base64"

	"github.com/coredns/caddy/caddyfile"
)

// fileName is what the Corefile is called in messages.
const fileName = "Corefile"

// The three verdicts.
const (
	accepted    = "accepted"
	refused     = "refused"
	environment = "environment" // the text is in order as far as could be seen, but the machine lacks something
)

// hello is the first line of the program: the release it speaks for and its directives, or why it cannot work here.
type hello struct {
	CoreDNS    string   `json:"coredns,omitempty"`
	Directives []string `json:"directives,omitempty"`
	Error      string   `json:"error,omitempty"`
}

// request is one Corefile and the world it is read in.
type request struct {
	ID     int               `json:"id"`
	Text   string            `json:"text"`
	Base64 string            `json:"base64"` // instead of Text, for bytes that are not UTF-8
	Env    map[string]string `json:"env"`
	// Files maps a name, absolute or beside the Corefile, to content; a name that ends in "/" is a directory.
	Files map[string]string `json:"files"`
}

func (r *request) bytes() ([]byte, error) {
	if r.Base64 == "" {
		return []byte(r.Text), nil
	}
	return base64.StdEncoding.DecodeString(r.Base64)
}

// answer is what CoreDNS makes of one Corefile.
type answer struct {
	ID int `json:"id"`
	// Parsed is what caddyfile.Parse reads with any directive allowed: parsedBlocks, parseError, or nothing in time.
	Parsed  any    `json:"parsed,omitempty"`
	Verdict string `json:"verdict"`
	// Stage that refused: parse, keys, setup, servers, or timeout.
	Stage   string `json:"stage,omitempty"`
	Plugin  string `json:"plugin,omitempty"`
	Message string `json:"message,omitempty"`
	// Faults of the machine met on the way. What comes after one in the same plugin has not been looked at.
	Faults []fault `json:"faults,omitempty"`
	// Assumed is what the program supplied or took for granted in order to get further.
	Assumed []assumption `json:"assumed,omitempty"`
	// Unstable lists the outcomes of repeated runs where CoreDNS's own answer varies from run to run.
	Unstable []string `json:"unstable,omitempty"`
	// Last says that the process ends after this answer.
	Last bool `json:"last,omitempty"`
}

type fault struct {
	Plugin  string `json:"plugin"`
	Message string `json:"message"`
}

// assumption is one thing the text names that was not there: a file, a host name, a network interface, a server.
type assumption struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

type parsedBlocks struct {
	Blocks []block `json:"blocks"`
}

type parseError struct {
	Error string `json:"error"`
}

type block struct {
	Keys   []string            `json:"keys"`
	Tokens map[string][][2]any `json:"tokens"`
}

func toBlocks(server []caddyfile.ServerBlock) parsedBlocks {
	blocks := make([]block, len(server))
	for i, s := range server {
		blocks[i] = block{Keys: s.Keys, Tokens: make(map[string][][2]any, len(s.Tokens))}
		for directive, tokens := range s.Tokens {
			pairs := make([][2]any, len(tokens))
			for k, t := range tokens {
				pairs[k] = [2]any{t.Line, t.Text}
			}
			blocks[i].Tokens[directive] = pairs
		}
	}
	return parsedBlocks{blocks}
}
