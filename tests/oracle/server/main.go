//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sys/unix"

	"github.com/coredns/coredns/core/dnsserver"
	_ "github.com/coredns/coredns/core/plugin" // all stock plugins
	"github.com/coredns/coredns/coremain"
)

const (
	// maxWork and maxWait are how long one Corefile may keep the processor busy, and how long it may take in all. The
	// first does not hang on what else the machine has to do.
	maxWork = 5 * time.Second
	maxWait = 20 * time.Second

	// Set-ups leave goroutines and caches behind. After this much of either, the process asks to be replaced.
	maxRequests   = 20000
	maxGoroutines = 3000
)

func main() {
	root := flag.String("root", "", "an empty directory, which becomes the file system of the set-ups")
	geoip := flag.String("geoip", "", "a GeoIP database to supply where a Corefile names one that is not there")
	flag.Parse()
	if err := run(*root, *geoip); err != nil {
		encoder(os.Stdout).Encode(hello{Error: err.Error()})
		os.Exit(1)
	}
}

func run(root, geoip string) error {
	var database []byte
	if geoip != "" {
		var err error
		if database, err = os.ReadFile(geoip); err != nil {
			return err
		}
	}
	done, err := confine(root)
	if done || err != nil {
		return err
	}
	out, err := privateStdout()
	if err != nil {
		return err
	}
	world, err := newWorld(database)
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(400)
	answers := encoder(out)
	if err := answers.Encode(hello{CoreDNS: coremain.CoreVersion, Directives: dnsserver.Directives}); err != nil {
		return err
	}
	return serve(readAhead(os.Stdin), answers, world)
}

// privateStdout returns the real standard output and turns what CoreDNS and its libraries print into nothing.
func privateStdout() (*os.File, error) {
	log.SetOutput(io.Discard)
	fd, err := unix.Dup(1)
	if err != nil {
		return nil, err
	}
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), "answers"), unix.Dup3(2, 1, 0)
}

func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// readAhead reads lines as fast as they come, so that a client may write many requests before it reads an answer.
func readAhead(in io.Reader) <-chan []byte {
	lines := make(chan []byte, 1<<16)
	go func() {
		defer close(lines)
		reader := bufio.NewReaderSize(in, 1<<16)
		for {
			line, err := reader.ReadBytes('\n')
			if len(line) > 0 {
				lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}

// serve answers one request after the other. It returns when there are no more, or after an answer marked as the last
// one: the process is then worn out, and the client starts another.
func serve(requests <-chan []byte, answers *json.Encoder, world *world) error {
	served := 0
	for line := range requests {
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		a := judgeInTime(&r, world)
		served++
		a.Last = a.Last || served >= maxRequests || runtime.NumGoroutine() > maxGoroutines
		if err := answers.Encode(a); err != nil {
			return err
		}
		if a.Last {
			return nil
		}
	}
	return nil
}

// judgeInTime gives up on what does not come back. A set-up may wait for a server without limit, which is no fault of
// the text; the parser itself never comes to an end where a variable refers to itself.
func judgeInTime(r *request, world *world) answer {
	j := &judge{request: r, world: world}
	result := make(chan answer, 1)
	go func() { result <- j.judge() }()
	begin, worked := time.Now(), processorTime()
	check := time.NewTicker(100 * time.Millisecond)
	defer check.Stop()
	for {
		select {
		case a := <-result:
			return a
		case <-check.C:
			if time.Since(begin) > maxWait || processorTime()-worked > maxWork {
				return noAnswer(r, j.plugin())
			}
		}
	}
}

func noAnswer(r *request, plugin string) answer {
	verdict := environment
	if plugin == "" {
		verdict = refused
	}
	return answer{
		ID: r.ID, Verdict: verdict, Stage: "timeout", Plugin: plugin, Message: "CoreDNS does not come to an end",
		Last: true,
	}
}

// processorTime is how long this process has kept a processor busy.
func processorTime() time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
