// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Stripe's ("Check the webhook signatures"): {@code t=1614265330,v1=<hex>}, several {@code v1} while a secret is replaced,
 * each of {@code t.body}. What has another name is passed over. Thread-safe.
 */
final class StripeScheme implements Scheme {
    private static final String HEADER = "Stripe-Signature";
    private static final String EXPECTED = "t= and seconds since 1970, then v1= and 64 hex digits, with commas between";

    /** More than anyone sends. */
    static final int MAX_SIGNATURES = 20;

    private final MacKeys keys;
    private final Window window;

    StripeScheme(MacKeys keys, Window window) {
        this.keys = keys;
        this.window = window;
    }

    @Override
    public void verify(Inbound request) throws RefusedException {
        String header = SignatureHeaders.only(request, HEADER);
        String timestamp = timestamp(header);
        window.check(timestamp, TimestampFormat.SECONDS, HEADER);
        List<byte[]> signatures = signatures(header);
        byte[] before = (timestamp + ".").getBytes(SignatureHeaders.CHARSET);
        boolean isSigned = keys.signed(signatures, mac -> {
            mac.update(before);
            mac.update(request.body().duplicate());
        });
        if (!isSigned) {
            throw SignatureHeaders.wrong(HEADER);
        }
    }

    /** The one {@code t}. */
    private static String timestamp(String header) throws RefusedException {
        List<String> times = items(header, "t=");
        if (times.size() != 1) {
            throw SignatureHeaders.malformed(HEADER, EXPECTED);
        }
        return times.get(0);
    }

    private List<byte[]> signatures(String header) throws RefusedException {
        List<byte[]> signatures = new ArrayList<>();
        for (String text : items(header, "v1=")) {
            byte[] signature = SignatureEncoding.HEX.decode(text, keys.byteCount());
            if (signature.length > 0) {
                signatures.add(signature);
            }
        }
        if (signatures.isEmpty()) {
            throw SignatureHeaders.malformed(HEADER, EXPECTED);
        }
        return signatures;
    }

    /** What follows {@code name} in each item that begins with it. */
    private static List<String> items(String header, String name) throws RefusedException {
        List<String> items = new ArrayList<>();
        for (int at = 0; at < header.length(); ) {
            int comma = header.indexOf(',', at);
            int end = comma < 0 ? header.length() : comma;
            String item = header.substring(at, end).strip();
            if (item.startsWith(name)) {
                items.add(item.substring(name.length()));
            }
            if (items.size() > MAX_SIGNATURES) {
                throw SignatureHeaders.malformed(HEADER, "at most " + MAX_SIGNATURES + " signatures");
            }
            at = end + 1;
        }
        return items;
    }
}
