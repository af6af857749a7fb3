// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.security.MessageDigest;
import java.util.List;

/** Compares so that how long it takes says nothing of what was compared with. */
final class ConstantTime {
    private ConstantTime() {}

    /** Which of {@code all} equals {@code sought}, the last if several do; -1 for none. Looks at each of them whole. */
    static int indexOf(List<byte[]> all, byte[] sought) {
        int found = -1;
        for (int i = 0; i < all.size(); i++) {
            boolean isSame = MessageDigest.isEqual(all.get(i), sought);
            found = isSame ? i : found;
        }
        return found;
    }
}
