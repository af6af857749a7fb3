// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

/** Where something is in a body, as texts for its sender say it: names of fields come from outside, too. */
final class Place {
    private static final int MAX_LENGTH = 200;

    private Place() {}

    static String of(String pointer) {
        if (pointer.isEmpty()) {
            return "its beginning";
        }
        boolean isLong = pointer.length() > MAX_LENGTH;
        StringBuilder place = new StringBuilder(isLong ? pointer.substring(0, MAX_LENGTH) : pointer);
        for (int i = 0; i < place.length(); i++) {
            if (Character.isISOControl(place.charAt(i)) || Character.isSurrogate(place.charAt(i))) {
                place.setCharAt(i, '?');
            }
        }
        return isLong ? place + "..." : place.toString();
    }
}
