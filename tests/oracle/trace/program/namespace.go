//go:build linux

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// home is the folder of a case's files. It lives on a file system that is made for the purpose.
const home = "/etc/coredns"

// clients are the addresses that queries may come from, besides 127.0.0.0/8 and ::1.
var clients = []string{"10.1.2.3", "10.2.3.4", "10.244.0.5", "172.16.9.9", "192.168.1.10", "fd00::5", "2001:db8:1::5"}

// etc is the content of /etc.
var etc = map[string]string{
	"hosts":       "127.0.0.1 localhost\n::1 localhost\n203.0.113.77 machine.example machine\n",
	"resolv.conf": "search prod.svc.cluster.local svc.cluster.local cluster.local\nnameserver 127.0.0.53\noptions ndots:5\n",
}

// inside runs the program once more, in namespaces of its own.
func inside(stage string) *exec.Cmd {
	runtime.LockOSThread() // the child dies with the thread that started it
	c := exec.Command("/proc/self/exe", stage)
	c.Stderr = os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c
}

func separate(c *exec.Cmd) {
	c.SysProcAttr.Cloneflags = syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS
	if os.Geteuid() != 0 {
		c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
}

// furnish gives the namespaces their name, addresses and files.
func furnish() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("making mounts private: %w", err)
	}
	if err := unix.Mount("none", "/etc", "tmpfs", 0, ""); err != nil {
		return fmt.Errorf("mounting /etc: %w", err)
	}
	if err := unix.Sethostname([]byte("machine")); err != nil {
		return fmt.Errorf("naming the machine: %w", err)
	}
	for name, content := range etc {
		if err := os.WriteFile(filepath.Join("/etc", name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	if err := bringUp(); err != nil {
		return fmt.Errorf("bringing the loopback interface up: %w", err)
	}
	alias := 1
	for _, client := range clients {
		if err := addAddress(net.ParseIP(client), alias); err != nil {
			return fmt.Errorf("adding the address %s: %w", client, err)
		}
		alias++
	}
	return nil
}

func bringUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	ifr, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	ifr.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, ifr)
}

// addAddress gives the loopback interface one more address.
func addAddress(ip net.IP, alias int) error {
	if ip.To4() == nil {
		return addIPv6(ip)
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	for request, address := range []net.IP{ip.To4(), {255, 255, 255, 255}} {
		ifr, err := unix.NewIfreq(fmt.Sprintf("lo:%d", alias))
		if err != nil {
			return err
		}
		if err := ifr.SetInet4Addr(address.To4()); err != nil {
			return err
		}
		if err := unix.IoctlIfreq(fd, []uint{unix.SIOCSIFADDR, unix.SIOCSIFNETMASK}[request], ifr); err != nil {
			return err
		}
	}
	return nil
}

func addIPv6(ip net.IP) error {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := net.InterfaceByName("lo")
	if err != nil {
		return err
	}
	request := struct { // struct in6_ifreq
		address [16]byte
		prefix  uint32
		index   int32
	}{[16]byte(ip.To16()), 128, int32(lo.Index)}
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCSIFADDR,
		uintptr(unsafe.Pointer(&request))); errno != 0 {
		return errno
	}
	return nil
}

// move puts a case's files in their place, alone.
func move(files map[string]string) error {
	if err := os.RemoveAll(home); err != nil {
		return err
	}
	if err := os.Mkdir(home, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		name = filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return os.Chdir(home)
}
