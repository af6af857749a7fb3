// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An answer, which may break off or never end.
 *
 * @param headers by name
 * @param missing how many bytes are promised, by Content-Length or by a chunk that does not come, and never sent
 * @param again what follows the body for ever, until nobody reads it; empty for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record ApiReply(
        int status, Map<String, String> headers, byte[] body, int missing, Framing framing, String again) {
    /** How the end of a body is told (RFC 9112 section 6). */
    public enum Framing {
        LENGTH,
        CHUNKED
    }

    /** With a Content-Length. */
    public ApiReply(int status, Map<String, String> headers, byte[] body, int missing) {
        this(status, headers, body, missing, Framing.LENGTH, "");
    }

    /** JSON, with status 200. */
    public static ApiReply json(String body) {
        return new ApiReply(200, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** A status and nothing else. */
    public static ApiReply status(int status) {
        return new ApiReply(status, Map.of(), new byte[0], 0);
    }

    /** With one more header. */
    public ApiReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiReply(status, more, body, missing, framing, again);
    }

    /** Cut off after {@code length} bytes, as when a connection breaks. */
    public ApiReply cutAfter(int length) {
        byte[] sent = java.util.Arrays.copyOf(body, Math.min(length, body.length));
        return new ApiReply(status, headers, sent, Math.max(1, body.length - length), framing, again);
    }

    /** In chunks, without a Content-Length. */
    public ApiReply chunked() {
        return new ApiReply(status, headers, body, missing, Framing.CHUNKED, again);
    }

    /** With {@code text} after it, again and again. */
    public ApiReply thenForEver(String text) {
        return new ApiReply(status, headers, body, missing, Framing.CHUNKED, text);
    }

    /** Compressed. */
    public ApiReply gzipped() {
        return compressed("gzip");
    }

    /** Compressed as {@code coding} says: gzip or deflate. */
    public ApiReply compressed(String coding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ApiReply(status, headers, bytes.toByteArray(), missing, framing, again)
                .with("Content-Encoding", coding);
    }
}
