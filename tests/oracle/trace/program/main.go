//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/coredns/coredns/core/dnsserver"
	_ "github.com/coredns/coredns/core/plugin" // all stock plugins
	"github.com/coredns/coredns/coremain"
)

// maxCase is how long a case may take in all.
const maxCase = 120 * time.Second

// The program runs itself: "" makes the namespaces, "batch" works in them, "case" is one server.
func main() {
	stage := ""
	if len(os.Args) > 1 {
		stage = os.Args[1]
	}
	if err := map[string]func() error{"": enter, "batch": batch, "case": single}[stage](); err != nil {
		encoder(os.Stdout).Encode(hello{Error: err.Error()})
		os.Exit(1)
	}
}

func enter() error {
	c := inside("batch")
	separate(c)
	c.Stdin, c.Stdout = os.Stdin, os.Stdout
	if err := c.Start(); err != nil {
		return fmt.Errorf("making namespaces: %w", err)
	}
	if c.Wait() != nil {
		os.Exit(1) // it has said why
	}
	return nil
}

func batch() error {
	if err := furnish(); err != nil {
		return err
	}
	answers := encoder(os.Stdout)
	if err := answers.Encode(hello{CoreDNS: coremain.CoreVersion, Directives: dnsserver.Directives}); err != nil {
		return err
	}
	reader := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 0 {
			if err := answers.Encode(inProcess(line)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// inProcess runs a case in a process of its own.
func inProcess(line []byte) json.RawMessage {
	c := inside("case")
	var out, complaints bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(line), &out, &complaints
	if err := c.Start(); err != nil {
		return died(err.Error())
	}
	stop := time.AfterFunc(maxCase, func() { c.Process.Kill() })
	defer stop.Stop()
	err := c.Wait()
	if out.Len() == 0 {
		return died(fmt.Sprintf("%v: %s", err, strings.TrimSpace(complaints.String())))
	}
	return json.RawMessage(bytes.TrimSpace(out.Bytes()))
}

func died(reason string) json.RawMessage {
	if len(reason) > 500 {
		reason = reason[len(reason)-500:]
	}
	text, _ := json.Marshal(report{Refused: "the process died: " + reason})
	return text
}

func single() error {
	var c testCase
	if err := json.NewDecoder(os.Stdin).Decode(&c); err != nil {
		return err
	}
	out, err := privateStdout()
	if err != nil {
		return err
	}
	if err := move(c.Files); err != nil {
		return err
	}
	r := run(&c)
	if err := encoder(out).Encode(r); err != nil {
		return err
	}
	os.Exit(0) // whatever the server still does
	return nil
}

// privateStdout returns the real standard output and turns what CoreDNS prints into nothing but its last words.
func privateStdout() (*os.File, error) {
	log.SetOutput(io.Discard)
	fd, err := unix.Dup(1)
	if err != nil {
		return nil, err
	}
	unix.CloseOnExec(fd)
	null, err := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "answers"), unix.Dup3(int(null.Fd()), 1, 0)
}

func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}
