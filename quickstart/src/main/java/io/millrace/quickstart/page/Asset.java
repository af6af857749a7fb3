// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import java.io.IOException;
import java.io.OutputStream;

/** A file of the page. */
final class Asset {
    private final String type;
    private final byte[] bytes;

    Asset(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes.clone();
    }

    /** The value of {@code Content-Type}. */
    String type() {
        return type;
    }

    int size() {
        return bytes.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }
}
