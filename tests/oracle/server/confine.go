//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// insideEnv tells the program that it already runs in a user namespace of its own.
const insideEnv = "COREFILE_ORACLE_INSIDE"

// confine gives the process an empty file system and takes every socket from it. Only root may change its root
// directory, so anybody else runs the program once more in a user namespace; done says that this has happened and is
// over.
func confine(root string) (done bool, err error) {
	// The set-ups' file system is cleared between requests, so it must not be anybody's.
	if entries, err := os.ReadDir(root); err != nil || len(entries) > 0 {
		return false, errors.New("-root must name an empty directory")
	}
	if os.Geteuid() != 0 && os.Getenv(insideEnv) == "" {
		return true, runInNamespace()
	}
	if err := syscall.Chroot(root); err != nil {
		return false, fmt.Errorf("changing the root directory: %w", err)
	}
	if err := os.Chdir("/"); err != nil {
		return false, err
	}
	return false, refuseSockets()
}

func runInNamespace() error {
	runtime.LockOSThread() // the child dies with the thread that started it
	c := exec.Command("/proc/self/exe", os.Args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), insideEnv+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	if err := c.Run(); err != nil {
		return fmt.Errorf("running in a user namespace: %w", err)
	}
	return nil
}

// refuseSockets makes the kernel answer "network is unreachable" to every socket but the one that lists interfaces.
func refuseSockets() error {
	const number, domain = 0, 16 // offsets in struct seccomp_data: the system call, its first argument
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	skipUnless := func(value uint32, skip uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: value, Jf: skip}
	}
	result := func(value uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: value}
	}
	filter := []unix.SockFilter{
		load(number),
		skipUnless(unix.SYS_SOCKET, 2), // to "allow"
		load(domain),
		skipUnless(unix.AF_NETLINK, 1), // to the error
		result(unix.SECCOMP_RET_ALLOW),
		result(unix.SECCOMP_RET_ERRNO | uint32(unix.ENETUNREACH)),
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	runtime.LockOSThread() // both calls concern the calling thread; the second one passes the filter on to all others
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return fmt.Errorf("seccomp: %w", errno)
	}
	return nil
}
