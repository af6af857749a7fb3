// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection to ClickHouse's HTTP interface that stays open, and nothing between it and its caller: no pool, no
 * compression, no copy of what is sent. Requests have a length, answers may come in chunks (RFC 9112).
 */
final class BareHttp implements AutoCloseable {
    private static final int OK = 200;
    private static final int TIMEOUT_MS = 60_000;
    private static final byte[] NOTHING = {};

    private final Engine engine;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    BareHttp(Engine engine) {
        this.engine = engine;
    }

    /** Runs a statement; what it answers, without the last line's end. */
    String query(String sql) {
        byte[] body = sql.getBytes(StandardCharsets.UTF_8);
        return post(Map.of("wait_end_of_query", "1"), body, body.length).stripTrailing();
    }

    /** Inserts rows that are in the format already. */
    void insert(String table, String format, byte[] rows, int length) {
        post(
                Map.of(
                        "async_insert",
                        "0",
                        "wait_end_of_query",
                        "1",
                        "query",
                        "INSERT INTO " + table + " FORMAT " + format),
                rows,
                length);
    }

    /** The server closes a connection that was idle for some seconds. */
    void reconnect() {
        close();
        try {
            Socket next = new Socket(engine.host(), engine.port());
            socket = next;
            next.setTcpNoDelay(true);
            next.setSoTimeout(TIMEOUT_MS);
            in = new BufferedInputStream(next.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot connect to " + engine.url() + ": " + e.getMessage(), e);
        }
    }

    private String post(Map<String, String> parameters, byte[] body, int length) {
        if (socket == null) {
            reconnect();
        }
        try {
            OutputStream out = socket == null ? OutputStream.nullOutputStream() : socket.getOutputStream();
            out.write(head(parameters, length));
            out.write(body, 0, length);
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask " + engine.url() + ": " + e.getMessage(), e);
        }
    }

    private byte[] head(Map<String, String> parameters, int length) {
        String query = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "database=" + Engine.DATABASE + "&", ""));
        return ("POST /?" + query + " HTTP/1.1\r\nHost: " + engine.host() + "\r\nX-ClickHouse-User: " + engine.user()
                        + "\r\nX-ClickHouse-Key: " + engine.password() + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String answer() throws IOException {
        String status = line();
        long length = 0;
        boolean isChunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String known = header.toLowerCase(Locale.ROOT);
            if (known.startsWith("content-length:")) {
                length = Long.parseLong(known.substring(known.indexOf(':') + 1).strip());
            }
            isChunked |= known.startsWith("transfer-encoding:") && known.endsWith("chunked");
        }
        String body = new String(isChunked ? chunks() : bytes(length), StandardCharsets.UTF_8);
        if (Integer.parseInt(status.split(" ", 3)[1]) != OK) {
            throw new IllegalStateException("ClickHouse refuses: " + body);
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        byte[] all = NOTHING;
        while (true) {
            byte[] chunk = bytes(Long.parseLong(line(), 16));
            line();
            if (chunk.length == 0) {
                return all;
            }
            byte[] longer = new byte[all.length + chunk.length];
            System.arraycopy(all, 0, longer, 0, all.length);
            System.arraycopy(chunk, 0, longer, all.length, chunk.length);
            all = longer;
        }
    }

    private byte[] bytes(long length) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        if (bytes.length < length) {
            throw new EOFException("the answer ends too early");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
