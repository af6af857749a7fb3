// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. */
public final class Ports {
    private static final int LOWEST = 15_000;
    private static final int ATTEMPTS = 200;
    private static final int LONGEST_RANGE = 64;
    /** Locked for as long as this process lives. */
    private static final Map<Integer, FileChannel> HANDED_OUT = new HashMap<>();

    private Ports() {}

    /**
     * A port that nothing listens on, never handed out twice, in whichever process of the user's. It lies below the range that the kernel takes the source
     * ports of outgoing connections from: a server that is killed and restarted must find its port still free, and a
     * client that retries meanwhile must not be given that very port and connect to itself.
     */
    public static synchronized int free() {
        int end = Math.max(LOWEST + 1000, firstEphemeral());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (!HANDED_OUT.containsKey(port) && isFree(port) && reserve(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "Cannot find a free port: tried %d between %d and %d on loopback.".formatted(ATTEMPTS, LOWEST, end));
    }

    /** Another build on this machine may be about to start a server too: a lock tells, and is gone with its process. */
    private static boolean reserve(int port) {
        Path folder =
                Path.of(System.getProperty("java.io.tmpdir"), "millrace-ports-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve(String.valueOf(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.tryLock() == null) {
                file.close();
                return false;
            }
            HANDED_OUT.put(port, file);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reserve a port in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Whether a server could listen on this port of 127.0.0.1 now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do it: connections of an earlier server that are still closing do not matter.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int firstEphemeral() {
        try (InputStream range = Files.newInputStream(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
            byte[] text = range.readNBytes(LONGEST_RANGE); // at once: the kernel gives no second part of it
            return Integer.parseInt(
                    new String(text, StandardCharsets.US_ASCII).strip().split("\\s+", -1)[0]);
        } catch (IOException | NumberFormatException unknown) {
            return 32_768;
        }
    }
}
