// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One ZooKeeper, where a {@link ClickHouseServer} keeps its KeeperMap tables; a child process in a run on containers too. */
public final class ZooKeeperServer extends SingleServer {
    private static final int TIMEOUT_MS = 2_000;

    private final int port;

    private ZooKeeperServer(ChildProcess.Spec spec, int port) {
        super(new ChildProcess(spec));
        this.port = port;
    }

    public static ZooKeeperServer start(Path dir) {
        return start(dir, Ports.free());
    }

    /** Starts on the data in {@code dir}, made first if there are none. */
    public static ZooKeeperServer start(Path dir, int port) {
        Path home = dir.toAbsolutePath();
        List<String> command = Jvm.quickStart("128m")
                .command(
                        Binaries.zooKeeper() + "/*",
                        "org.apache.zookeeper.server.ZooKeeperServerMain",
                        List.of(settings(home, port).toString()));
        ZooKeeperServer server = new ZooKeeperServer(ChildProcess.Spec.of("zookeeper", home, command), port);
        server.start();
        return server;
    }

    private static Path settings(Path home, int port) {
        Map<String, String> settings = Map.of(
                "dataDir",
                home.resolve("data").toString(),
                "clientPort",
                String.valueOf(port),
                "clientPortAddress",
                ProcessHost.ADDRESS,
                "admin.enableServer",
                "false",
                "4lw.commands.whitelist",
                "ruok");
        try {
            Files.createDirectories(home);
            return Settings.write(home.resolve("zookeeper.properties"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start ZooKeeper in " + home + ": " + e.getMessage(), e);
        }
    }

    public String host() {
        return ProcessHost.ADDRESS;
    }

    public int port() {
        return port;
    }

    @Override
    boolean isReady() {
        try (Socket socket = new Socket(host(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).equals("imok");
        } catch (IOException notYet) {
            return false;
        }
    }
}
