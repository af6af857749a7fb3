// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Text, or a number's canonical text, of which the last characters stay. One that is no longer than those is masked whole. */
final class PartialMask implements Mask {
    private final int kept;
    private final String character;

    /** @param kept counted, like what is masked, in Unicode code points */
    PartialMask(int kept, String character) {
        this.kept = kept;
        this.character = character;
    }

    @Override
    public @Nullable Masked on(Schema schema) {
        Function<Object, String> text = CanonicalText.of(schema);
        return text == null ? null : new Masked(MaskSchemas.textLike(schema), value -> masked(text.apply(value)));
    }

    private String masked(String text) {
        int length = text.codePointCount(0, text.length());
        if (length <= kept) {
            return character.repeat(length);
        }
        return character.repeat(length - kept) + text.substring(text.offsetByCodePoints(text.length(), -kept));
    }

    @Override
    public String fits() {
        return "text, numbers, booleans, dates, times";
    }

    @Override
    public String name() {
        return "partial";
    }
}
