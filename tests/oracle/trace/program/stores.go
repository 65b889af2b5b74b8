//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sort"
	"strings"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/mvccpb"
	"google.golang.org/grpc"
)

// startStores starts the fakes of the Kubernetes API, of etcd and of Nomad.
func startStores() error {
	if err := serveHTTP("127.0.0.1:8001", http.HandlerFunc(kubernetesAPI)); err != nil {
		return err
	}
	if err := serveHTTP("127.0.0.1:4646", http.HandlerFunc(nomadAPI)); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:2379")
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	etcdserverpb.RegisterKVServer(server, &etcd{})
	go server.Serve(listener)
	return nil
}

func serveHTTP(address string, handler http.Handler) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	go http.Serve(listener, handler)
	return nil
}

type object = map[string]any

func meta(namespace, name string) object {
	return object{"namespace": namespace, "name": name, "uid": namespace + "-" + name, "resourceVersion": "10"}
}

func port(name string, number int, protocol string) object {
	return object{"name": name, "port": number, "protocol": protocol}
}

func service(namespace, name string, spec object) object {
	return object{"metadata": meta(namespace, name), "spec": spec, "status": object{}}
}

func clusterIP(namespace, name, ip string, ports ...object) object {
	return service(namespace, name, object{"type": "ClusterIP", "clusterIP": ip, "clusterIPs": []string{ip}, "ports": ports})
}

func pod(namespace, name, ip string) object {
	return object{
		"metadata": meta(namespace, name),
		"spec":     object{},
		"status":   object{"phase": "Running", "podIP": ip, "podIPs": []object{{"ip": ip}}},
	}
}

func slice(namespace, service string, ports []object, endpoints ...object) object {
	m := meta(namespace, service+"-1")
	m["labels"] = object{"kubernetes.io/service-name": service}
	return object{"metadata": m, "addressType": "IPv4", "ports": ports, "endpoints": endpoints}
}

func endpoint(ip, hostname string) object {
	e := object{"addresses": []string{ip}, "conditions": object{"ready": true}}
	if hostname != "" {
		e["hostname"] = hostname
	}
	return e
}

// cluster is what the fake cluster has, by the resource's path.
func cluster() map[string][]object {
	http := []object{port("http", 80, "TCP")}
	sql := []object{port("sql", 5432, "TCP")}
	names := []object{port("dns", 53, "UDP"), port("dns-tcp", 53, "TCP")}
	balanced := object{
		"type": "LoadBalancer", "clusterIP": "10.96.0.7", "clusterIPs": []string{"10.96.0.7"},
		"ports": http, "externalIPs": []string{"203.0.113.5"},
	}
	namespaces := []object{}
	for _, name := range []string{"default", "dev", "kube-system", "prod"} {
		m := meta("", name)
		m["labels"] = object{"kubernetes.io/metadata.name": name}
		namespaces = append(namespaces, object{"metadata": m, "status": object{"phase": "Active"}})
	}
	return map[string][]object{
		"/api/v1/namespaces": namespaces,
		"/api/v1/services": {
			clusterIP("default", "kubernetes", "10.96.0.1", port("https", 443, "TCP")),
			clusterIP("kube-system", "kube-dns", "10.96.0.10", names...),
			clusterIP("prod", "web", "10.96.0.5", http...),
			clusterIP("dev", "api", "10.96.0.6", http...),
			service("prod", "db", object{"type": "ClusterIP", "clusterIP": "None", "clusterIPs": []string{"None"}, "ports": sql}),
			service("prod", "ext", object{"type": "ExternalName", "externalName": "www.example.net"}),
			service("prod", "lb", balanced),
		},
		"/api/v1/pods": {
			pod("prod", "web-1", "10.244.0.5"), pod("prod", "db-0", "10.244.0.7"), pod("dev", "api-1", "10.244.0.9"),
		},
		"/apis/discovery.k8s.io/v1/endpointslices": {
			slice("prod", "web", http, endpoint("10.244.0.5", "")),
			slice("prod", "lb", http, endpoint("10.244.0.5", "")),
			slice("prod", "db", sql, endpoint("10.244.0.7", "db-0"), endpoint("10.244.0.8", "")),
			slice("dev", "api", http, endpoint("10.244.0.9", "")),
			slice("default", "kubernetes", []object{port("https", 6443, "TCP")}, endpoint("10.1.2.3", "")),
			slice("kube-system", "kube-dns", names, endpoint("10.244.0.2", "")),
		},
	}
}

// kinds are the resources' versions and kinds, which a stream of changes has to name.
var kinds = map[string][2]string{
	"/api/v1/namespaces":                       {"v1", "Namespace"},
	"/api/v1/services":                         {"v1", "Service"},
	"/api/v1/pods":                             {"v1", "Pod"},
	"/apis/discovery.k8s.io/v1/endpointslices": {"discovery.k8s.io/v1", "EndpointSlice"},
}

func kubernetesAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/version" {
		json.NewEncoder(w).Encode(object{"major": "1", "minor": "34", "gitVersion": "v1.34.0"})
		return
	}
	kind, ok := kinds[r.URL.Path]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		status := object{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
		json.NewEncoder(w).Encode(status)
		return
	}
	items := cluster()[r.URL.Path]
	for _, item := range items {
		item["apiVersion"], item["kind"] = kind[0], kind[1]
	}
	query := r.URL.Query()
	if query.Get("watch") != "true" && query.Get("watch") != "1" {
		json.NewEncoder(w).Encode(object{
			"apiVersion": kind[0], "kind": kind[1] + "List", "metadata": object{"resourceVersion": "10"}, "items": items,
		})
		return
	}
	if query.Get("sendInitialEvents") == "true" {
		for _, item := range items {
			json.NewEncoder(w).Encode(object{"type": "ADDED", "object": item})
		}
		end := object{"resourceVersion": "10", "annotations": object{"k8s.io/initial-events-end": "true"}}
		json.NewEncoder(w).Encode(object{
			"type": "BOOKMARK", "object": object{"apiVersion": kind[0], "kind": kind[1], "metadata": end},
		})
	}
	w.(http.Flusher).Flush()
	<-r.Context().Done() // nothing ever changes
}

// nomadAPI knows the services web and six of the namespace default.
func nomadAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	name, found := strings.CutPrefix(r.URL.Path, "/v1/service/")
	if !found {
		json.NewEncoder(w).Encode(object{})
		return
	}
	services := []object{}
	addresses := map[string]string{"web": "192.0.2.90", "six": "2001:db8::90"}
	if address, ok := addresses[name]; ok && r.URL.Query().Get("namespace") == "default" {
		services = append(services, object{"ServiceName": name, "Namespace": "default", "Address": address, "Port": 8080})
	}
	json.NewEncoder(w).Encode(services)
}

// keys are what the fake of etcd has.
var keys = map[string]string{
	"/skydns/local/skydns/web":        `{"host":"192.0.2.80","port":80}`,
	"/skydns/local/skydns/six":        `{"host":"2001:db8::80"}`,
	"/skydns/local/skydns/alias":      `{"host":"www.example.net"}`,
	"/skydns/local/skydns/inside":     `{"host":"web.skydns.local"}`,
	"/skydns/local/skydns/note":       `{"text":"a note"}`,
	"/skydns/local/skydns/many/x1":    `{"host":"192.0.2.81","port":81}`,
	"/skydns/local/skydns/many/x2":    `{"host":"192.0.2.82","port":82}`,
	"/skydns/org/example/www":         `{"host":"192.0.2.83"}`,
	"/skydns/arpa/in-addr/192/0/2/80": `{"host":"web.skydns.local"}`,
	"/skydns/local/skydns/bad":        `not JSON`,
}

type etcd struct {
	etcdserverpb.UnimplementedKVServer
}

func (*etcd) Range(_ context.Context, r *etcdserverpb.RangeRequest) (*etcdserverpb.RangeResponse, error) {
	answer := &etcdserverpb.RangeResponse{Header: &etcdserverpb.ResponseHeader{}}
	names := []string{}
	for key := range keys {
		names = append(names, key)
	}
	sort.Strings(names)
	for _, key := range names {
		within := key == string(r.Key)
		if len(r.RangeEnd) > 0 {
			within = key >= string(r.Key) && bytes.Compare([]byte(key), r.RangeEnd) < 0
		}
		if within {
			answer.Kvs = append(answer.Kvs, &mvccpb.KeyValue{Key: []byte(key), Value: []byte(keys[key])})
		}
	}
	answer.Count = int64(len(answer.Kvs))
	return answer, nil
}
