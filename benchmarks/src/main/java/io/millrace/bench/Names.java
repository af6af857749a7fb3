// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.util.Arrays;
import java.util.Locale;

/** How constants stand in tables, in JSON and on command lines: {@code UPDATE_20_COLUMNS} as {@code update-20-columns}. */
public final class Names {
    private Names() {}

    public static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant that stands as {@code text}; an {@link IllegalArgumentException} where there is none. */
    public static <E extends Enum<E>> E of(Class<E> all, String text) {
        return Arrays.stream(all.getEnumConstants())
                .filter(each -> text(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No " + all.getSimpleName().toLowerCase(Locale.ROOT) + " " + text + "."));
    }
}
