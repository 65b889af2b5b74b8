//go:build linux

package main

// hello is the first line of the output.
type hello struct {
	CoreDNS    string   `json:"coredns,omitempty"`
	Directives []string `json:"directives,omitempty"`
	Error      string   `json:"error,omitempty"`
}

// testCase is a Corefile, the files beside it, and queries to be sent one after the other.
type testCase struct {
	Corefile string            `json:"corefile"`
	Files    map[string]string `json:"files"`
	Queries  []query           `json:"queries"`
	// Wait is how long, in milliseconds, the server is left alone before the first query.
	Wait int `json:"wait"`
}

type query struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Class   string `json:"class"`
	From    string `json:"from"`
	To      string `json:"to"`
	Proto   string `json:"proto"`
	Do      bool   `json:"do"`
	Bufsize uint16 `json:"bufsize"`
	Opcode  string `json:"opcode"`
}

// report is what became of a case: either the server did not start, or there is one trace for each query.
type report struct {
	Refused string  `json:"refused,omitempty"`
	Blocks  []block `json:"blocks,omitempty"`
	Traces  []trace `json:"traces,omitempty"`
}

// block is a server block: its keys as written and its handlers in the order of the chain.
type block struct {
	Keys  []string `json:"keys"`
	Chain []string `json:"chain"`
}

// trace is what a query meets.
type trace struct {
	Block *int   `json:"block"`
	View  string `json:"view,omitempty"`
	// Path has a plugin's name, or the name and the question where that is not the client's.
	Path   []any    `json:"path,omitempty"`
	Writes []string `json:"writes,omitempty"`
	Fails  string   `json:"fails,omitempty"`
	Error  string   `json:"error,omitempty"`
	Rcode  string   `json:"rcode"`
	// Asked are the fake upstreams asked: address, name, type.
	Asked [][3]string `json:"asked,omitempty"`
	// AsksItself are look-ups within the server: name, type, block, author.
	AsksItself [][]any `json:"asks_itself,omitempty"`
	// Hops are queries that came back to the server over the network: name, type, block, author.
	Hops    [][]any  `json:"hops,omitempty"`
	Answer  []string `json:"answer,omitempty"`
	NS      []string `json:"ns,omitempty"`
	Replies *int     `json:"replies,omitempty"`
	Endless bool     `json:"endless,omitempty"`
}
