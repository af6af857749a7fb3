// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.Decode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The keyed hash of a value's canonical text (of the bytes of a binary value) as text, after the key's id if it has one. */
final class HmacMask implements Mask {
    enum Encoding {
        HEX {
            @Override
            String text(byte[] hash) {
                return HexFormat.of().formatHex(hash);
            }
        },
        BASE64URL {
            @Override
            String text(byte[] hash) {
                return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            }
        };

        abstract String text(byte[] hash);
    }

    private final KeyedHash hash;
    private final String prefix;
    private final Encoding encoding;

    /** @param keyId written before each hash and a colon; empty for neither */
    HmacMask(KeyedHash hash, String keyId, Encoding encoding) {
        this.hash = hash;
        this.prefix = keyId.isEmpty() ? "" : keyId + ":";
        this.encoding = encoding;
    }

    @Override
    public @Nullable Masked on(Schema schema) {
        Function<Object, String> text = CanonicalText.of(schema);
        if (text != null) {
            return new Masked(
                    MaskSchemas.textLike(schema),
                    value -> hashed(text.apply(value).getBytes(StandardCharsets.UTF_8)));
        }
        return schema.type() == Schema.Type.BYTES
                ? new Masked(MaskSchemas.textLike(schema), value -> hashed(Decode.bytes(value)))
                : null;
    }

    private String hashed(byte[] message) {
        String text = encoding.text(hash.of(message));
        return prefix.isEmpty() ? text : prefix.concat(text);
    }

    @Override
    public String fits() {
        return "text, numbers, booleans, dates, times, bytes";
    }

    @Override
    public String name() {
        return "hmac";
    }
}
