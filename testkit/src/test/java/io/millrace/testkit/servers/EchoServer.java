// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes what a PostgreSQL client sends, and answers each message that has a text with ReadyForQuery. */
final class EchoServer implements AutoCloseable {
    static final String CLOSED = "closed";
    static final String BROKEN = "broken";

    /** The text of each message that came, and how connections ended. */
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    EchoServer() throws IOException {
        FaultProxy.start("echo-server", this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                FaultProxy.start("echo-server-connection", () -> serve(client));
            } catch (IOException closed) {
                // by close()
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            FrontendScanner scanner = new FrontendScanner(client.getInputStream());
            for (FrontendScanner.Frame frame = scanner.next(); frame != null; frame = scanner.next()) {
                String sql = frame.message().sql();
                if (!sql.isEmpty()) {
                    seen.add(sql);
                    client.getOutputStream().write(Wire.message('Z', "I"));
                }
            }
            seen.add(CLOSED);
        } catch (IOException e) {
            seen.add(BROKEN);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
