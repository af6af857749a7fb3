// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Header values in which characters beyond ASCII are percent-encoded (CloudEvents HTTP binding section 3.1.3.2). */
final class PercentText {
    private PercentText() {}

    /** What is not such an encoding stays as it is. */
    static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        byte[] plain = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < plain.length; i++) {
            int high = plain[i] == '%' && i + 2 < plain.length ? Character.digit(plain[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(plain[i + 2], 16);
            if (low < 0) {
                bytes.write(plain[i]);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
