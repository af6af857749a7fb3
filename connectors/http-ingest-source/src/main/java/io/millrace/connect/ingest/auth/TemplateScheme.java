// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One signature in a header of its own, of a text made of the request's parts. Thread-safe. */
final class TemplateScheme implements Scheme {
    private final Layout layout;
    private final MacKeys keys;
    private final Window window;

    /**
     * Where things are and how they are written.
     *
     * @param prefix before the signature
     * @param timestampHeader with the time when it was signed; empty for none
     * @param idHeader that tells deliveries apart; empty for none
     */
    record Layout(
            String header,
            String prefix,
            SignatureEncoding encoding,
            SignedText text,
            String timestampHeader,
            TimestampFormat timestampFormat,
            String idHeader) {
        /** GitHub's: "Validating webhook deliveries". A delivery that is sent again keeps its id. */
        static final Layout GITHUB = new Layout(
                "X-Hub-Signature-256",
                "sha256=",
                SignatureEncoding.HEX,
                SignedText.parse("${body}"),
                "",
                TimestampFormat.SECONDS,
                "X-GitHub-Delivery");

        /** Slack's: "Verifying requests from Slack". Its id is in the body. */
        static final Layout SLACK = new Layout(
                "X-Slack-Signature",
                "v0=",
                SignatureEncoding.HEX,
                SignedText.parse("v0:${timestamp}:${body}"),
                "X-Slack-Request-Timestamp",
                TimestampFormat.SECONDS,
                "");

        /** Shopify's: "Deliver webhooks through HTTPS". No header is an id: several topics may share that of an event. */
        static final Layout SHOPIFY = new Layout(
                "X-Shopify-Hmac-Sha256",
                "",
                SignatureEncoding.BASE64,
                SignedText.parse("${body}"),
                "",
                TimestampFormat.SECONDS,
                "");
    }

    TemplateScheme(Layout layout, MacKeys keys, Window window) {
        this.layout = layout;
        this.keys = keys;
        this.window = window;
    }

    @Override
    public void verify(Inbound request) throws RefusedException {
        byte[] signature = signature(SignatureHeaders.only(request, layout.header));
        String timestamp = timestamp(request);
        layout.text.checkHeaders(request);
        if (!keys.signed(List.of(signature), mac -> layout.text.addTo(mac, request, timestamp))) {
            throw SignatureHeaders.wrong(layout.header);
        }
    }

    private byte[] signature(String value) throws RefusedException {
        String text = value.strip();
        byte[] signature = text.startsWith(layout.prefix)
                ? layout.encoding.decode(text.substring(layout.prefix.length()).strip(), keys.byteCount())
                : new byte[0];
        if (signature.length == 0) {
            String before = layout.prefix.isEmpty() ? "" : layout.prefix + " and ";
            throw SignatureHeaders.malformed(layout.header, before + layout.encoding.described(keys.byteCount()));
        }
        return signature;
    }

    private String timestamp(Inbound request) throws RefusedException {
        if (layout.timestampHeader.isEmpty()) {
            return "";
        }
        String timestamp = SignatureHeaders.only(request, layout.timestampHeader);
        window.check(timestamp, layout.timestampFormat, layout.timestampHeader);
        return timestamp;
    }

    @Override
    public @Nullable String deliveryId(Inbound request) {
        return layout.idHeader.isEmpty() ? null : SignatureHeaders.id(request, layout.idHeader);
    }
}
