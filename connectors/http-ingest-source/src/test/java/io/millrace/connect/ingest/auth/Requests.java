// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Builds requests, and the settings that they meet. */
final class Requests {
    static final ConfigDef DEF = new ConfigDef();

    static {
        IngestAuthOptions.define(DEF);
    }

    private final String method;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String path = "/events";
    private String query = "";
    private ByteBuffer body = ByteBuffer.allocate(0);

    private Requests(String method) {
        this.method = method;
    }

    static Requests of(String method) {
        return new Requests(method);
    }

    static Requests post() {
        return new Requests("POST");
    }

    Requests path(String decoded) {
        this.path = decoded;
        return this;
    }

    Requests query(String raw) {
        this.query = raw;
        return this;
    }

    Requests header(String name, String value) {
        headers.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        return this;
    }

    Requests body(String text) {
        this.body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Outside of the heap, in the middle of a buffer. */
    Requests directBody(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.body = ByteBuffer.allocateDirect(bytes.length + 20);
        body.position(10).put(bytes).flip().position(10);
        return this;
    }

    Inbound build() {
        return new Inbound(
                method,
                path,
                query,
                name -> headers.getOrDefault(name, List.of()),
                headers::keySet,
                "192.0.2.7",
                Instant.EPOCH,
                body);
    }

    static Map<String, String> props(String... settings) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            props.put("http." + settings[i], settings[i + 1]);
        }
        return props;
    }

    static AbstractConfig config(String... settings) {
        return new AbstractConfig(DEF, props(settings), false);
    }

    static RequestGate gate(Instant now, String... settings) {
        return RequestGate.of(config(settings), Clock.fixed(now, ZoneOffset.UTC));
    }
}
