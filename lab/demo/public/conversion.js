// Tells Wayside of the purchase: one order, one conversion. The install snippet keeps the call until the tag has loaded.
window.wayside?.convert(JSON.parse(document.getElementById('bought').textContent))
