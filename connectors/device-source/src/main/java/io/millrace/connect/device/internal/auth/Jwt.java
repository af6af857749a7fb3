// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Signs JSON Web Tokens (RFC 7519) that say who asks for an OAuth 2.0 token (RFC 7523). */
final class Jwt {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Of RFC 7518, section 3.1. */
    static final List<String> ALGORITHMS = List.of("RS256", "RS384", "RS512", "ES256", "HS256");

    private static final int ES256_BITS = 256;

    private final String algorithm;
    private final String keyId;
    private final String issuer;
    private final String subject;
    private final String clientId;
    private final String audience;
    private final long lifetimeS;
    private final byte[] secret;
    private final @Nullable PrivateKey key;
    private final Clock clock;

    /** @throws ConfigException if the key cannot be read */
    Jwt(AbstractConfig config, Clock clock) {
        this.clock = clock;
        algorithm = config.getString(AuthOptions.JWT_ALGORITHM);
        keyId = config.getString(AuthOptions.JWT_KEY_ID);
        clientId = config.getString(AuthOptions.CLIENT_ID);
        issuer = or(config.getString(AuthOptions.JWT_ISSUER), clientId);
        subject = or(config.getString(AuthOptions.JWT_SUBJECT), issuer);
        audience = or(config.getString(AuthOptions.JWT_AUDIENCE), config.getString(AuthOptions.TOKEN_URL));
        lifetimeS = config.getLong(AuthOptions.JWT_LIFETIME_MS) / 1000;
        String text = AuthOptions.secret(config, AuthOptions.JWT_KEY);
        secret = text.getBytes(StandardCharsets.UTF_8);
        key = privateKey(algorithm, text);
    }

    private static String or(String text, String fallback) {
        return text.isEmpty() ? fallback : text;
    }

    private static @Nullable PrivateKey privateKey(String algorithm, String pem) {
        if (algorithm.startsWith("HS")) {
            return null;
        }
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s|\\\\n", "");
        try {
            return KeyFactory.getInstance(algorithm.startsWith("ES") ? "EC" : "RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        } catch (GeneralSecurityException | IllegalArgumentException e) { // their texts may show some of it
            throw new ConfigException("Invalid value [hidden] for configuration " + AuthOptions.JWT_KEY
                    + ": expected a private key for " + algorithm + " as PEM (-----BEGIN PRIVATE KEY-----). Convert it"
                    + " with openssl pkcs8 -topk8 -nocrypt.");
        }
    }

    /** @throws ConfigException if nothing can be signed with {@code text} */
    static void requireUsable(String algorithm, String text) {
        PrivateKey key = privateKey(algorithm, text);
        try {
            if (key instanceof ECKey curve && curve.getParams().getOrder().bitLength() != ES256_BITS) {
                throw new InvalidKeyException("another curve");
            }
            signature(algorithm, key, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new ConfigException("Invalid value [hidden] for configuration " + AuthOptions.JWT_KEY
                    + ": expected a key that " + algorithm + " can sign with. Correct it, or "
                    + AuthOptions.JWT_ALGORITHM + ".");
        }
    }

    /** What a token is asked for with. */
    String grant() throws IOException {
        return signed(subject);
    }

    /** What the client proves itself with; it is its own subject (RFC 7523, section 3). */
    String clientAssertion() throws IOException {
        return signed(clientId);
    }

    private String signed(String about) throws IOException {
        long now = clock.instant().getEpochSecond();
        String header = encode(generator -> {
            generator.writeStringField("alg", algorithm);
            generator.writeStringField("typ", "JWT");
            if (!keyId.isEmpty()) {
                generator.writeStringField("kid", keyId);
            }
        });
        String claims = encode(generator -> {
            generator.writeStringField("iss", issuer);
            generator.writeStringField("sub", about);
            generator.writeStringField("aud", audience);
            generator.writeNumberField("iat", now);
            generator.writeNumberField("exp", now + lifetimeS);
            generator.writeStringField("jti", UUID.randomUUID().toString());
        });
        String text = header + "." + claims;
        try {
            return text + "."
                    + BASE64.encodeToString(
                            signature(algorithm, key, secret, text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot sign with " + algorithm, e);
        }
    }

    private interface Fields {
        void write(JsonGenerator generator) throws IOException;
    }

    private static String encode(Fields fields) throws IOException {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            fields.write(generator);
            generator.writeEndObject();
        }
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] signature(String algorithm, @Nullable PrivateKey key, byte[] secret, byte[] text)
            throws GeneralSecurityException {
        String bits = algorithm.substring(2);
        if (key == null) {
            Mac mac = Mac.getInstance("HmacSHA" + bits);
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            return mac.doFinal(text);
        }
        Signature signature = Signature.getInstance(
                algorithm.startsWith("ES") ? "SHA" + bits + "withECDSAinP1363Format" : "SHA" + bits + "withRSA");
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }
}
