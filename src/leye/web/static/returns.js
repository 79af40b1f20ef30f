// A click on a figure of a return that waits for an answer opens a field for a remark on that cell.
document.addEventListener("DOMContentLoaded", () => {
  const remarks = document.getElementById("remarks");
  if (!remarks) return;
  document.querySelectorAll(".return-sheet").forEach((one) => one.classList.add("takes-remarks"));
  document.addEventListener("click", (event) => {
    const cell = event.target.closest(".takes-remarks td.fig");
    if (!cell || cell.classList.contains("is-remarked")) return;
    cell.classList.add("is-remarked");
    const label = document.createElement("label");
    label.className = "field mt-2";
    const where = document.createElement("span");
    where.textContent = `${cell.dataset.where} ${cell.textContent.trim()}`;
    const words = document.createElement("input");
    words.className = "form-control"; words.name = "words"; words.maxLength = 500;
    const place = document.createElement("input");
    place.type = "hidden"; place.name = "cell"; place.value = cell.dataset.cell;
    label.append(where, words, place);
    remarks.append(label);
    words.focus();
  });
});
