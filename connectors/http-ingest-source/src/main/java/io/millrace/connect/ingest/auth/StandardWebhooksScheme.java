// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Standard Webhooks specification, 1.0.0: {@code id.timestamp.body} is signed, {@code v1,<base64>} with a secret and
 * {@code v1a,<base64>} with a key of Ed25519, several with spaces between. Also with Svix's names of the headers.
 * Thread-safe.
 */
final class StandardWebhooksScheme implements Scheme {
    private static final String EXPECTED = "v1, and the base64 of 32 bytes, or v1a, and that of 64";
    private static final int MAX_SIGNATURES = 20;

    /** To verify one costs what many HMACs do, and no sender has many keys. */
    private static final int MAX_ASYMMETRIC = 5;

    private final StandardWebhooksSecrets secrets;
    private final Window window;

    /** The headers' names. */
    private record Names(String id, String timestamp, String signature) {
        static final Names STANDARD = new Names("webhook-id", "webhook-timestamp", "webhook-signature");
        static final Names SVIX = new Names("svix-id", "svix-timestamp", "svix-signature");

        static Names of(Inbound request) {
            boolean isSvix = request.header(STANDARD.signature) == null && request.header(SVIX.signature) != null;
            return isSvix ? SVIX : STANDARD;
        }
    }

    StandardWebhooksScheme(StandardWebhooksSecrets secrets, Window window) {
        this.secrets = secrets;
        this.window = window;
    }

    @Override
    public void verify(Inbound request) throws RefusedException {
        Names names = Names.of(request);
        String signatures = SignatureHeaders.only(request, names.signature);
        String id = SignatureHeaders.only(request, names.id);
        String timestamp = SignatureHeaders.only(request, names.timestamp);
        if (id.isEmpty() || id.indexOf('.') >= 0) { // with a dot, what is signed could be taken apart in another way
            throw SignatureHeaders.malformed(names.id, "an id without dots");
        }
        window.check(timestamp, TimestampFormat.SECONDS, names.timestamp);
        byte[] before = (id + "." + timestamp + ".").getBytes(SignatureHeaders.CHARSET);
        if (!isSigned(request, Given.parse(signatures, names.signature), before)) {
            throw SignatureHeaders.wrong(names.signature);
        }
    }

    private boolean isSigned(Inbound request, Given given, byte[] before) {
        boolean isSigned = !given.symmetric.isEmpty()
                && secrets.symmetric().signed(given.symmetric, mac -> {
                    mac.update(before);
                    mac.update(request.body().duplicate());
                });
        return isSigned || secrets.asymmetric().signed(given.asymmetric, before, request.body());
    }

    @Override
    public @Nullable String deliveryId(Inbound request) {
        return SignatureHeaders.id(request, Names.of(request).id);
    }

    /** The signatures of a request, of the versions that are known. */
    private record Given(List<byte[]> symmetric, List<byte[]> asymmetric) {
        static Given parse(String header, String name) throws RefusedException {
            Given given = new Given(new ArrayList<>(), new ArrayList<>());
            int count = 0;
            for (int at = 0; at < header.length(); ) {
                int space = header.indexOf(' ', at);
                int end = space < 0 ? header.length() : space;
                given.add(header.substring(at, end));
                at = end + 1;
                if (++count > MAX_SIGNATURES || given.asymmetric.size() > MAX_ASYMMETRIC) {
                    throw SignatureHeaders.malformed(
                            name, "at most " + MAX_SIGNATURES + " signatures, " + MAX_ASYMMETRIC + " of them v1a");
                }
            }
            if (given.symmetric.isEmpty() && given.asymmetric.isEmpty()) {
                throw SignatureHeaders.malformed(name, EXPECTED);
            }
            return given;
        }

        private void add(String item) {
            if (item.startsWith("v1,")) {
                add(symmetric, item.substring("v1,".length()), HmacAlgorithm.SHA256.byteCount());
            } else if (item.startsWith("v1a,")) {
                add(asymmetric, item.substring("v1a,".length()), Ed25519Keys.SIGNATURE_BYTES);
            }
        }

        private static void add(List<byte[]> signatures, String text, int byteCount) {
            byte[] signature = SignatureEncoding.BASE64.decode(text, byteCount);
            if (signature.length > 0) {
                signatures.add(signature);
            }
        }
    }
}
