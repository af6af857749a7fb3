// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An HTTP proxy that notes what it is asked: passes on requests with absolute URLs, and makes tunnels. */
final class StubProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

    StubProxy() throws IOException {
        run(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                run(() -> serve(client));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side has closed its connection
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The first lines of each connection, up to the empty one. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    private void serve(Socket client) throws IOException {
        String head = head(client.getInputStream());
        heads.add(head);
        String[] words = head.split(" ", 3);
        boolean isTunnel = words[0].equals("CONNECT");
        URI target = URI.create(isTunnel ? "tunnel://" + words[1] : words[1]);
        try (client;
                Socket registry = new Socket(target.getHost(), target.getPort())) {
            if (isTunnel) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                String path = words[0] + " " + target.getRawPath() + " " + words[2];
                registry.getOutputStream().write(path.getBytes(StandardCharsets.US_ASCII));
            }
            run(() -> copy(client.getInputStream(), registry.getOutputStream()));
            copy(registry.getInputStream(), client.getOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
