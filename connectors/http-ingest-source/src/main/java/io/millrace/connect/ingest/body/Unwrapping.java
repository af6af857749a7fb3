// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import io.millrace.connect.device.internal.net.BodyDecoder;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what was done to a body on its way: content codings (RFC 9110 section 8.4), gzip that nothing tells of but its
 * first bytes, and forms with JSON in a field {@code data}, as base64 or not, which browsers may send where they may not
 * send JSON.
 */
final class Unwrapping {
    private static final String DATA = "data";
    private static final String COMPRESSION = "compression";

    private final int maxBytes;

    /** @param maxBytes how much may come out */
    Unwrapping(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The body without its content codings. */
    Content decoded(Inbound request) throws IOException {
        String coding = String.join(",", request.fields().apply("Content-Encoding"));
        ByteBuffer body = request.body();
        boolean isSaid = !coding.isBlank() && !coding.trim().equalsIgnoreCase("identity");
        String setting = !isSaid && isGzip(body) ? "gzip" : "auto";
        String type = isSaid ? null : Media.type(request.header("Content-Type"));
        return Content.of(decoded(stream(body), setting, isSaid ? coding : null, type));
    }

    private InputStream decoded(InputStream in, String setting, @Nullable String coding, @Nullable String type)
            throws IOException {
        return BodyDecoder.decode(in, setting, coding, type, maxBytes);
    }

    private static InputStream stream(ByteBuffer body) {
        if (body.hasArray()) {
            return new ByteArrayInputStream(body.array(), body.arrayOffset() + body.position(), body.remaining());
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return new ByteArrayInputStream(bytes);
    }

    /** RFC 1952 section 2.3.1; no text begins like this. */
    private static boolean isGzip(ByteBuffer bytes) {
        int at = bytes.position();
        return bytes.remaining() > 2
                && bytes.get(at) == 0x1f
                && bytes.get(at + 1) == (byte) 0x8b
                && bytes.get(at + 2) == 8;
    }

    /** The JSON in what a browser sent as text or form; the same content if it is JSON. */
    Content unwrapped(Content content, Media media, Inbound request) throws IOException, RefusedException {
        if (content.looksLikeJson()) {
            return content;
        }
        String compression = FormText.valueIfAny(request.query(), COMPRESSION);
        boolean isForm = media == Media.FORM || content.startsWith(DATA + "=");
        if (!isForm && !"base64".equals(compression)) {
            requireKnown(compression);
            return content;
        }
        String text = new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        if (!isForm) {
            return fromBase64(text);
        }
        String inForm = FormText.valueIfAny(text, COMPRESSION);
        requireKnown(inForm == null ? compression : inForm);
        String data = data(text);
        String start = data.stripLeading();
        return start.startsWith("{") || start.startsWith("[")
                ? Content.of(data.getBytes(StandardCharsets.UTF_8))
                : fromBase64(data);
    }

    private static void requireKnown(@Nullable String compression) throws RefusedException {
        if (compression != null && compression.toLowerCase(Locale.ROOT).startsWith("lz")) {
            throw Refusals.compression();
        }
    }

    private static String data(String form) throws RefusedException {
        try {
            String data = FormText.value(form, DATA);
            if (data == null) {
                throw Refusals.malformed("a form without data (expected JSON, or JSON in a field data)");
            }
            return data;
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("a form with % without two hex digits");
        }
    }

    private Content fromBase64(String text) throws IOException, RefusedException {
        // unescaped, + is a blank in a form
        String plain = text.strip().replace(' ', '+').replace('-', '+').replace('_', '/');
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(plain);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("text that is neither JSON nor base64");
        }
        return isGzip(ByteBuffer.wrap(bytes))
                ? Content.of(decoded(new ByteArrayInputStream(bytes), "gzip", null, null))
                : Content.of(bytes);
    }
}
