// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An API whose {@code Date} is what a test says, which the JDK's server does not allow. Event {@code n} happens {@code n}
 * seconds after {@link #BASE}, and is there from then on: {@code GET /?start=…&end=…} gives those that happened in between.
 */
final class DatedApi implements AutoCloseable {
    static final Instant BASE = Instant.parse("2026-03-01T12:00:00Z");

    private final ServerSocket server;
    private volatile Instant now = BASE;

    DatedApi() {
        try {
            server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "dated-api");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/events";
    }

    void setTime(Instant time) {
        now = time;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                String target = String.valueOf(request.readLine()).split(" ", -1)[1];
                for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
                    line = request.readLine();
                }
                String body = page(target);
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nDate: "
                                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC))
                                        + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // closed, or the client has gone
            }
        }
    }

    private String page(String target) {
        Map<String, String> query = Arrays.stream(URI.create(target).getQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Instant start = Instant.parse(query.get("start"));
        Instant end = Instant.parse(query.get("end"));
        return IntStream.iterate(0, n -> !BASE.plusSeconds(n).isAfter(now), n -> n + 1)
                .filter(n -> !BASE.plusSeconds(n).isBefore(start)
                        && BASE.plusSeconds(n).isBefore(end))
                .mapToObj(FakeFeed::event)
                .collect(Collectors.joining(",", "{\"data\":[", "],\"next\":null}"));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
