//go:build linux

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// home is the directory of the Corefile and the working directory of the set-ups.
const home = "/etc/coredns"

// serviceAccount is where a pod finds its credentials (client-go, rest.InClusterConfig).
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

// machine is the environment of the set-ups, beside that of the request: inside a cluster, with credentials of every
// cloud at hand, and with clients that do not try twice.
var machine = map[string]string{
	"KUBERNETES_SERVICE_HOST":        "10.96.0.1",
	"KUBERNETES_SERVICE_PORT":        "443",
	"AWS_REGION":                     "us-east-1",
	"AWS_ACCESS_KEY_ID":              "oracle",
	"AWS_SECRET_ACCESS_KEY":          "oracle",
	"AWS_EC2_METADATA_DISABLED":      "true",
	"AWS_MAX_ATTEMPTS":               "1",
	"GOOGLE_APPLICATION_CREDENTIALS": "/var/run/gcp.json",
}

// world is the file system of the set-ups and what can be put into it.
type world struct {
	base    map[string][]byte // the files that are always there
	content map[kind][]byte   // what is supplied for a file of a kind
	added   []string          // the files and directories put there for one request
}

// kind of a file that a plugin reads.
type kind string

const (
	certificate   kind = "certificate and key"
	resolvConf    kind = "resolv.conf"
	zoneFile      kind = "zone"
	publicKey     kind = "DNSSEC public key"
	privateKey    kind = "DNSSEC private key"
	geoDatabase   kind = "GeoIP database"
	tsigSecrets   kind = "TSIG secrets"
	kubeConfig    kind = "kubeconfig"
	gcpCredential kind = "Google Cloud credentials"
	directoryOf   kind = "directory of the file"
)

func newWorld(geoip []byte) (*world, error) {
	pair, err := selfSigned()
	if err != nil {
		return nil, err
	}
	public, private, err := signingKey()
	if err != nil {
		return nil, err
	}
	w := &world{content: map[kind][]byte{
		certificate:   pair,
		publicKey:     public,
		privateKey:    private,
		geoDatabase:   geoip,
		resolvConf:    []byte("nameserver 127.0.0.1\nsearch example.net\noptions timeout:1 attempts:1\n"),
		zoneFile:      []byte("@ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 3600\n@ IN NS ns\nns IN A 10.0.0.1\n"),
		tsigSecrets:   []byte("key \"oracle.\" {\n\talgorithm hmac-sha256;\n\tsecret \"b3JhY2xl\";\n};\n"),
		gcpCredential: []byte(`{"type":"authorized_user","client_id":"o","client_secret":"o","refresh_token":"o"}`),
	}}
	w.base = map[string][]byte{
		"/etc/hosts":                  []byte("127.0.0.1 localhost\n"),
		"/etc/resolv.conf":            w.content[resolvConf],
		serviceAccount + "/token":     []byte("oracle"),
		serviceAccount + "/namespace": []byte("kube-system"),
		serviceAccount + "/ca.crt":    pair,
		"/var/run/gcp.json":           w.content[gcpCredential],
	}
	return w, w.build()
}

// build makes the file system what it is for every request.
func (w *world) build() error {
	entries, err := os.ReadDir("/")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.RemoveAll("/" + e.Name()); err != nil {
			return err
		}
	}
	for name, content := range w.base {
		if err := w.write(name, content); err != nil {
			return err
		}
	}
	for _, directory := range []string{home, "/tmp"} {
		if err := w.makeDirectory(directory); err != nil {
			return err
		}
	}
	w.added = nil
	return os.Chdir(home)
}

// reset takes away what one request added.
func (w *world) reset() {
	for i := len(w.added) - 1; i >= 0; i-- {
		os.Remove(w.added[i])
	}
	w.added = nil
}

// add puts the files of a request into place.
func (w *world) add(files map[string]string) error {
	for name, content := range files {
		if !filepath.IsAbs(name) {
			name = home + "/" + name // keeps the "/" at the end
		}
		err := error(nil)
		if strings.HasSuffix(name, "/") {
			err = w.makeDirectory(filepath.Clean(name))
		} else {
			err = w.write(filepath.Clean(name), []byte(content))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// supply writes a made-up file of a kind, if there is none of that name, and tells whether it did.
func (w *world) supply(name string, k kind) bool {
	if !filepath.IsAbs(name) {
		name = filepath.Join(home, name)
	}
	if _, err := os.Lstat(name); err == nil {
		return false
	}
	if k == directoryOf {
		return w.makeDirectory(filepath.Dir(name)) == nil
	}
	content, ok := w.content[k]
	return ok && len(content) > 0 && w.write(filepath.Clean(name), content) == nil
}

// write puts a file in its place, and notes it.
func (w *world) write(name string, content []byte) error {
	if err := w.makeDirectory(filepath.Dir(name)); err != nil {
		return err
	}
	w.added = append(w.added, name)
	return os.WriteFile(name, content, 0o644)
}

// makeDirectory makes a directory and those above it, and notes what is new.
func (w *world) makeDirectory(name string) error {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return nil
	}
	if err := w.makeDirectory(filepath.Dir(name)); err != nil {
		return err
	}
	w.added = append(w.added, name)
	return os.Mkdir(name, 0o755)
}

// selfSigned makes one PEM file that serves as certificate, key and authority alike.
func selfSigned() ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "oracle"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * 365 * time.Hour),
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})...), nil
}

// signingKey makes a DNSSEC key of the root, which may sign any zone.
func signingKey() (public, private []byte, err error) {
	key := &dns.DNSKEY{
		Hdr:   dns.RR_Header{Name: ".", Rrtype: dns.TypeDNSKEY, Class: dns.ClassINET, Ttl: 3600},
		Flags: dns.ZONE | dns.SEP, Protocol: 3, Algorithm: dns.ECDSAP256SHA256,
	}
	secret, err := key.Generate(256)
	if err != nil {
		return nil, nil, err
	}
	return []byte(key.String() + "\n"), []byte(key.PrivateKeyString(secret)), nil
}

// kubeConfigFor makes a configuration of kubectl that has a context of that name.
func kubeConfigFor(context string) []byte {
	named := func(value map[string]any, kind string) []any {
		return []any{map[string]any{"name": context, kind: value}}
	}
	text, _ := json.Marshal(map[string]any{
		"apiVersion":      "v1",
		"kind":            "Config",
		"current-context": context,
		"contexts":        named(map[string]any{"cluster": context, "user": context}, "context"),
		"clusters":        named(map[string]any{"server": "https://198.51.100.1:6443"}, "cluster"),
		"users":           named(map[string]any{"token": "oracle"}, "user"),
	})
	return text
}
