// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Names;
import java.util.Arrays;
import java.util.Optional;

/** One page so long that it streams, or does not fit on the heap. */
enum HeapCase {
    PAGE_OF_20_MB(20),
    PAGE_OF_200_MB(200);

    private final int megabytes;

    HeapCase(int megabytes) {
        this.megabytes = megabytes;
    }

    /** As it stands in tables: {@code page-of-200-mb}. */
    String text() {
        return Names.text(this);
    }

    int events() {
        return megabytes * 1_000_000 / (Event.BYTES + ",".length());
    }

    static Optional<HeapCase> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
