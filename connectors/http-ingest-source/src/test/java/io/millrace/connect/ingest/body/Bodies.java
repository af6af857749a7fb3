// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Struct;

/** A request to be read, built step by step: {@code post("/v1/events").body("{}").read()}. */
final class Bodies {
    static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    private final String path;
    private String query = "";
    private byte[] body = new byte[0];
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final Map<String, String> settings = new HashMap<>();

    private Bodies(String path) {
        this.path = path;
    }

    static Bodies post(String path) {
        return new Bodies(path).header("Content-Type", "application/json");
    }

    Bodies header(String name, String... values) {
        headers.put(name.toLowerCase(Locale.ROOT), List.of(values));
        return this;
    }

    Bodies type(String contentType) {
        return header("Content-Type", contentType);
    }

    Bodies query(String text) {
        query = text;
        return this;
    }

    Bodies body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    Bodies body(byte[] bytes) {
        body = bytes;
        return this;
    }

    Bodies with(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return this;
    }

    Inbound inbound() {
        return new Inbound(
                "POST",
                path,
                query,
                name -> headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()),
                headers::keySet,
                "192.0.2.1",
                NOW,
                buffer());
    }

    /** As a server may have it: read-only, or inside something longer. */
    private ByteBuffer buffer() {
        if (body.length % 3 == 0) {
            return ByteBuffer.wrap(body).asReadOnlyBuffer();
        }
        ByteBuffer longer = ByteBuffer.allocate(body.length + 20);
        longer.position(10).put(body).flip().position(10);
        return body.length % 3 == 1 ? longer : longer.slice();
    }

    Route route() {
        return Objects.requireNonNull(Route.of("POST", path, BodyOptions.apis(config())), path);
    }

    AbstractConfig config() {
        return config(settings);
    }

    static AbstractConfig config(Map<String, String> settings) {
        ConfigDef def = new ConfigDef();
        BodyOptions.define(def);
        return new AbstractConfig(def, settings, false);
    }

    BodyReader reader() {
        return BodyReader.of(config(), settings.getOrDefault("topic", "events"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    Events read() throws RefusedException {
        return reader().read(route(), inbound());
    }

    /** The only event, which is good. */
    Struct one() throws RefusedException {
        List<Struct> all = good();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " events");
        }
        return all.get(0);
    }

    /** The events, all of which are good. */
    List<Struct> good() throws RefusedException {
        List<Struct> all = new ArrayList<>();
        for (Event event : read().all()) {
            if (event instanceof Event.Good good) {
                Struct value = (Struct) good.record().value();
                value.validate();
                all.add(value);
            } else {
                throw new AssertionError(event);
            }
        }
        return all;
    }

    /** Ids, and reasons for bad events. */
    List<String> told() throws RefusedException {
        List<String> all = new ArrayList<>();
        for (Event event : read().all()) {
            all.add(event instanceof Event.Bad bad ? bad.reason() : String.valueOf(event.id()));
        }
        return all;
    }

    static byte[] gzip(byte[] plain) {
        return written(plain, GZIPOutputStream::new);
    }

    static byte[] deflate(byte[] plain) {
        return written(plain, DeflaterOutputStream::new);
    }

    static byte[] zstd(byte[] plain) {
        return written(plain, io.airlift.compress.zstd.ZstdOutputStream::new);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] written(byte[] plain, Wrapping wrapping) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = wrapping.around(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** A complete event with that id. */
    static String event(String id) {
        return "{\"event_id\":\"" + id + "\",\"device_id\":\"d1\",\"type\":\"tap\"}";
    }
}
