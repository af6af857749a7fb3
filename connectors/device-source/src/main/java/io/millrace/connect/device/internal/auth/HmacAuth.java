// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import io.millrace.connect.device.internal.auth.AuthOptions.Encoding;
import io.millrace.connect.device.internal.auth.AuthOptions.TimestampFormat;
import io.millrace.records.ConfigChecks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.apache.kafka.common.config.AbstractConfig;

/** Signs each request with a secret (RFC 2104): a text made of its parts, in a header of its own. */
final class HmacAuth implements RequestAuth {
    static final List<String> SIGNED_PLACES =
            List.of("method", "path", "query", "timestamp", "nonce", "body", "body.sha256", "key.id");
    static final List<String> HEADER_PLACES = List.of("signature", "timestamp", "nonce", "key.id");

    private final byte[] secret;
    private final String algorithm;
    private final Encoding encoding;
    private final String template;
    private final String header;
    private final String headerTemplate;
    private final String timestampHeader;
    private final TimestampFormat timestampFormat;
    private final String keyId;
    private final Clock clock;

    HmacAuth(AbstractConfig config, Clock clock) {
        this.secret = AuthOptions.secret(config, AuthOptions.HMAC_SECRET).getBytes(StandardCharsets.UTF_8);
        this.algorithm = "Hmac" + config.getString(AuthOptions.HMAC_ALGORITHM).toUpperCase(java.util.Locale.ROOT);
        this.encoding = ConfigChecks.choice(Encoding.class, config.getString(AuthOptions.HMAC_ENCODING));
        this.template = config.getString(AuthOptions.HMAC_TEMPLATE);
        this.header = config.getString(AuthOptions.HMAC_HEADER);
        this.headerTemplate = config.getString(AuthOptions.HMAC_HEADER_TEMPLATE);
        this.timestampHeader = config.getString(AuthOptions.HMAC_TIMESTAMP_HEADER);
        this.timestampFormat =
                ConfigChecks.choice(TimestampFormat.class, config.getString(AuthOptions.HMAC_TIMESTAMP_FORMAT));
        this.keyId = config.getString(AuthOptions.HMAC_KEY_ID);
        this.clock = clock;
    }

    @Override
    public Request sign(Request request) throws IOException {
        String timestamp = timestamp();
        byte[] body = body(request);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("method", request.method());
        values.put("path", request.url().encodedPath());
        String query = request.url().encodedQuery();
        values.put("query", query == null ? "" : query);
        values.put("timestamp", timestamp);
        values.put("nonce", UUID.randomUUID().toString());
        values.put("key.id", keyId);
        values.put("body", new String(body, StandardCharsets.UTF_8));
        values.put("body.sha256", sha256(body));
        values.put("signature", signature(Places.filled(template, values)));
        Request.Builder signed = request.newBuilder().header(header, Places.filled(headerTemplate, values));
        if (!timestampHeader.isEmpty()) {
            signed.header(timestampHeader, timestamp);
        }
        return signed.build();
    }

    private String timestamp() {
        Instant now = clock.instant();
        return switch (timestampFormat) {
            case SECONDS -> Long.toString(now.getEpochSecond());
            case MILLIS -> Long.toString(now.toEpochMilli());
            case ISO -> now.truncatedTo(ChronoUnit.SECONDS).toString();
        };
    }

    private static byte[] body(Request request) throws IOException {
        RequestBody body = request.body();
        if (body == null) {
            return new byte[0];
        }
        Buffer bytes = new Buffer();
        body.writeTo(bytes);
        return bytes.readByteArray();
    }

    private String signature(String text) throws IOException {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] bytes = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return encoding == Encoding.HEX
                    ? HexFormat.of().formatHex(bytes)
                    : Base64.getEncoder().encodeToString(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot sign with " + algorithm, e);
        }
    }

    private static String sha256(byte[] body) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IOException("no SHA-256", e);
        }
    }

    @Override
    public String remedy() {
        return "Correct " + AuthOptions.HMAC_SECRET
                + " and the texts of http.auth.hmac.*, and see to the worker's clock";
    }
}
