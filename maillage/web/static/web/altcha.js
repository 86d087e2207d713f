// Looks for the number that the server has hidden (altcha, version 1), while the person types.
(async () => {
  const { algorithm, challenge, maxnumber, salt, signature } = JSON.parse(
    document.getElementById("altcha-challenge").textContent,
  );
  const encoder = new TextEncoder();
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  for (let number = 0; number <= maxnumber; number += 1) {
    const digest = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
    if (hex(digest) === challenge) {
      const solution = JSON.stringify({ algorithm, challenge, number, salt, signature });
      document.querySelector('input[name="altcha"]').value = btoa(solution);
      return;
    }
  }
})();
